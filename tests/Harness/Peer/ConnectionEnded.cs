namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that a connection is over, no matter which side ended it.</summary>
internal sealed record ConnectionEnded(PeerConnection Connection) : PeerEvent;
