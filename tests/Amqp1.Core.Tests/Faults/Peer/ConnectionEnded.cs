namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>A connection is over, whoever ended it.</summary>
internal sealed record ConnectionEnded(PeerConnection Connection) : PeerEvent;
