namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that a link is attached.</summary>
internal sealed record LinkAttached(PeerLink Link) : PeerEvent;
