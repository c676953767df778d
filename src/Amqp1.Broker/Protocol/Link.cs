using Amqp1.Broker.Context;
using Amqp1.Broker.Protocol.Frames;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>The broker's end of a link. The broker uses the handle of the peer, which is unique among the links of the session.</summary>
internal abstract class Link(Session session, string name, uint handle) : IChore
{
    private long _zeroCreditSince;

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

    /// <summary>The address of the link; null for an anonymous relay and for a refused link.</summary>
    public virtual string? Address => null;

    /// <summary>The deliveries of the link.</summary>
    public DeliveryCounts Counts { get; } = new();

    /// <summary>The number of messages that the receiver of the link permits.</summary>
    public virtual int CreditAvailable => 0;

    /// <summary>The number of deliveries of the link that its sender and its receiver have not settled.</summary>
    public virtual int Unsettled => 0;

    /// <summary>The number of messages of the link that are waiting in the broker.</summary>
    public virtual int UndeliveredCount => 0;

    /// <summary>The maximum number of messages of the link that are waiting or unsettled.</summary>
    public virtual int MostDeliveries => 0;

    /// <summary>The time for which the link has had no credit; zero if it has credit.</summary>
    public TimeSpan ZeroCreditTime => _zeroCreditSince == 0 ? TimeSpan.Zero : Context.Broker.Time.GetElapsedTime(_zeroCreditSince);

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
            Context.Links.Remove(this);
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
        Context.Links.Add(this);
        NoteCredit();
        EnterNode();
    }

    /// <summary>Notes since when the link has no credit. Called when the credit may have become zero, or is no longer zero.</summary>
    protected void NoteCredit()
    {
        if (CreditAvailable > 0)
        {
            _zeroCreditSince = 0;
        }
        else if (_zeroCreditSince == 0)
        {
            _zeroCreditSince = Context.Broker.Time.GetTimestamp();
        }
    }

    private protected abstract void EnterNode();

    private protected abstract void LeaveNode();
}
