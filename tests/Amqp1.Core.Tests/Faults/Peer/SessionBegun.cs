namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>The client has begun a session.</summary>
internal sealed record SessionBegun(PeerConnection Connection, ushort Channel) : PeerEvent;
