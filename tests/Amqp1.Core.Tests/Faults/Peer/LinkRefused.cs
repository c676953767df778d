namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>A link was refused.</summary>
internal sealed record LinkRefused(PeerLink Link) : PeerEvent;
