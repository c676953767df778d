using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>The router's end of a link. The router uses the handle of the peer, which is unique among the links of the session.</summary>
internal abstract class Link(Session session, string name, uint handle) : IChore
{
    public Session Session { get; } = session;

    public string Name { get; } = name;

    public uint Handle { get; } = handle;

    /// <summary>
    /// Whether the link is attached; false when either side has detached. After a detach by the router, the handle stays in use until the
    /// peer detaches.
    /// </summary>
    public bool IsAttached { get; private protected set; } = true;

    /// <summary>The index in the list of its address; -1 if it is in none.</summary>
    public int AddressPlace { get; set; } = -1;

    /// <summary>The memory used by the link itself.</summary>
    protected long MemoryCost => MemoryAccount.Link + (2L * Name.Length);

    public abstract void OnFlow(in FlowFrame flow);

    /// <summary>
    /// Takes the first step of ending the link, in constant time: removes it from its address, so that nothing is routed to or from it.
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

    /// <summary>Takes the second step, when all links that end together are removed: reroutes or drops the remaining messages of the link.</summary>
    public abstract bool Continue();

    /// <summary>Adds the attached link to the routing.</summary>
    public void Start()
    {
        Session.Connection.Router.Memory.Add(MemoryCost);
        EnterAddress();
    }

    private protected abstract void EnterAddress();

    private protected abstract void LeaveAddress();
}
