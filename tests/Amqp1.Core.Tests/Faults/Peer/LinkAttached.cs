namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>A link is up.</summary>
internal sealed record LinkAttached(PeerLink Link) : PeerEvent;
