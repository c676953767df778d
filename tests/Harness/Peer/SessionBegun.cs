namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has begun a session.</summary>
internal sealed record SessionBegun(PeerConnection Connection, ushort Channel) : PeerEvent;
