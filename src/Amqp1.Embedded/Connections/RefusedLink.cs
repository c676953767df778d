using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Connections;

/// <summary>An attach that was refused: its handle stays taken, and what comes on it is ignored, until the peer has detached too.</summary>
internal sealed class RefusedLink : Link
{
    public RefusedLink(Session session, string name, uint handle)
        : base(session, name, handle) => IsAttached = false;

    public override void OnFlow(in FlowFrame flow)
    {
        // Never attached, never called.
    }

    // Nothing was linked, and nothing was routed.
    public override bool Continue() => true;

    private protected override void EnterAddress()
    {
    }

    private protected override void LeaveAddress()
    {
    }
}
