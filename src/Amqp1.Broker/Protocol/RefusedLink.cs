using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>A refused attach. Its handle stays in use, and its frames are ignored, until the peer has detached, too.</summary>
internal sealed class RefusedLink : Link
{
    public RefusedLink(Session session, string name, uint handle)
        : base(session, name, handle) => IsAttached = false;

    public override void OnFlow(in FlowFrame flow)
    {
        // Never called, because the link is not attached.
    }

    // There is nothing to clean up, because the link was not part of the routing.
    public override bool Continue() => true;

    private protected override void EnterNode()
    {
    }

    private protected override void LeaveNode()
    {
    }
}
