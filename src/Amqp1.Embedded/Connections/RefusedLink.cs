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

    public override void Unlink()
    {
        // Nothing was linked.
    }

    public override void Recover()
    {
        // Nothing was routed.
    }
}
