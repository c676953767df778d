namespace Amqp1.Tests.Harness.Peer;

/// <summary>A link was refused.</summary>
internal sealed record LinkRefused(PeerLink Link) : PeerEvent;
