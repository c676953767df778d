namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has ended a session.</summary>
internal sealed record SessionEnded(PeerConnection Connection, ushort Channel) : PeerEvent;
