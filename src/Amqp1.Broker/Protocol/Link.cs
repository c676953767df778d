using Amqp1.Broker.Context;
using Amqp1.Broker.Protocol.Frames;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>The broker's end of a link. The broker uses the handle of the peer, which is unique among the links of the session.</summary>
internal abstract class Link(Session session, string name, uint handle) : IChore
{
    public Session Session { get; } = session;

    protected ProtocolContext Context { get; } = session.Connection.Context;

    public string Name { get; } = name;

    public uint Handle { get; } = handle;

    /// <summary>
    /// Whether the link is attached; false when either side has detached. After a detach by the broker, the handle stays in use until the
    /// peer detaches.
    /// </summary>
    public bool IsAttached { get; private protected set; } = true;

    /// <summary>Whether the peer has closed the link, instead of only detaching or losing it.</summary>
    public bool IsClosedByPeer { get; set; }

    /// <summary>The index in a list of its node; -1 if it is in none.</summary>
    public int Place { get; set; } = -1;

    /// <summary>The memory used by the link itself.</summary>
    protected long MemoryCost => MemoryAccount.Link + (2L * Name.Length);

    public abstract void OnFlow(in FlowFrame flow);

    /// <summary>
    /// Takes the first step of ending the link, in constant time: removes it from its node, so that nothing is routed to or from it.
    /// </summary>
    public void Unlink()
    {
        if (IsAttached)
        {
            IsAttached = false;
            Context.LinkNames.Remove(this);
            Context.Memory.Remove(MemoryCost);
            LeaveNode();
        }
    }

    /// <summary>Takes the second step, when all links that end together are removed: reroutes or drops the remaining messages of the link.</summary>
    public abstract bool Continue();

    /// <summary>Adds the attached link to the routing.</summary>
    public void Start()
    {
        Context.Memory.Add(MemoryCost);
        EnterNode();
    }

    private protected abstract void EnterNode();

    private protected abstract void LeaveNode();
}
