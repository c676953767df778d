namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that a client has sent a frame that is larger than the peer accepts. The peer ends the connection.</summary>
internal sealed record FrameTooLarge(PeerConnection Connection, string What) : PeerEvent;
