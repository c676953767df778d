using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The client has sent a flow, for a link or for its session alone.</summary>
internal sealed record FlowReceived(PeerSession Session, Flow Flow) : PeerEvent;
