namespace Amqp1.Tests.Harness.Peer;

/// <summary>A link is up.</summary>
internal sealed record LinkAttached(PeerLink Link) : PeerEvent;
