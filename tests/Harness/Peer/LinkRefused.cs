namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that a link was refused.</summary>
internal sealed record LinkRefused(PeerLink Link) : PeerEvent;
