namespace Amqp1.Core.Tests.Faults.Peer;

/// <summary>The client has detached a link, or has answered a detach.</summary>
internal sealed record LinkDetached(PeerLink Link) : PeerEvent;
