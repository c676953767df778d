namespace Amqp1.Tests.Harness.Peer;

/// <summary>A client has sent a larger frame than the peer takes, and its connection is ended.</summary>
internal sealed record FrameTooLarge(PeerConnection Connection, string What) : PeerEvent;
