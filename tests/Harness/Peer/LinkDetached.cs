namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has detached a link or has answered a detach.</summary>
internal sealed record LinkDetached(PeerLink Link) : PeerEvent;
