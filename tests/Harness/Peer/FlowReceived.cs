using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has sent a flow, either for a link or for its session only.</summary>
internal sealed record FlowReceived(PeerSession Session, Flow Flow) : PeerEvent;
