using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>One end of a link. The router uses the handle that the peer has chosen, which is unique among the session's links.</summary>
internal abstract class Link(Session session, string name, uint handle) : IChore
{
    public Session Session { get; } = session;

    public string Name { get; } = name;

    public uint Handle { get; } = handle;

    /// <summary>False once either side has detached. After a detach of ours the handle stays taken until the peer's.</summary>
    public bool IsAttached { get; private protected set; } = true;

    /// <summary>Its place in the list of its address; -1 when it is in none.</summary>
    public int AddressPlace { get; set; } = -1;

    /// <summary>The memory that the link itself takes.</summary>
    protected long MemoryCost => MemoryAccount.Link + (2L * Name.Length);

    public abstract void OnFlow(in FlowFrame flow);

    /// <summary>
    /// First step of an end, in constant time: takes the link out of its address, so that nothing is routed to or from it.
    /// </summary>
    public void Unlink()
    {
        if (IsAttached)
        {
            IsAttached = false;
            var router = Session.Connection.Router;
            router.LinkNames.Remove(this);
            router.Memory.Remove(MemoryCost);
            LeaveAddress();
        }
    }

    /// <summary>Second step, when all the links that end together are out: what the link leaves behind finds another way.</summary>
    public abstract bool Continue();

    /// <summary>The link is attached and takes part in the routing from now on.</summary>
    public void Start()
    {
        Session.Connection.Router.Memory.Add(MemoryCost);
        EnterAddress();
    }

    private protected abstract void EnterAddress();

    private protected abstract void LeaveAddress();
}
