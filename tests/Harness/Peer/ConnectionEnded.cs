namespace Amqp1.Tests.Harness.Peer;

/// <summary>A connection is over, whoever ended it.</summary>
internal sealed record ConnectionEnded(PeerConnection Connection) : PeerEvent;
