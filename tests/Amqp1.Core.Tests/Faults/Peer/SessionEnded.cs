namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>The client has ended a session.</summary>
internal sealed record SessionEnded(PeerConnection Connection, ushort Channel) : PeerEvent;
