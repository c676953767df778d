using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Connections;

/// <summary>One end of a link. The router uses the handle that the peer has chosen, which is unique among the session's links.</summary>
internal abstract class Link(Session session, string name, uint handle)
{
    public Session Session { get; } = session;

    public string Name { get; } = name;

    public uint Handle { get; } = handle;

    /// <summary>False once either side has detached. After a detach of ours the handle stays taken until the peer's.</summary>
    public bool IsAttached { get; private protected set; } = true;

    public abstract void OnFlow(in FlowFrame flow);

    /// <summary>First step of an end: takes the link out of its address, so that nothing is routed to or from it.</summary>
    public virtual void Unlink()
    {
        IsAttached = false;
        Session.Connection.Router.LinkNames.Remove(this);
    }

    /// <summary>Second step, when all the links that end together are out: what the link leaves behind finds another way.</summary>
    public abstract void Recover();
}
