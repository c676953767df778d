namespace Amqp1.Tests.Harness.Peer;

/// <summary>The client has begun a session.</summary>
internal sealed record SessionBegun(PeerConnection Connection, ushort Channel) : PeerEvent;
