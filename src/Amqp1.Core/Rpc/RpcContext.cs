using Amqp1.Bus.Deadlines;

namespace Amqp1.Rpc;

/// <summary>Describes the request that a method serves. Valid while the request is being served; thread-safe.</summary>
public sealed class RpcContext
{
    internal RpcContext(MessagingContext context, string method, string? ns, string? version, string address, bool expectsReply, DateTimeOffset? deadline)
    {
        Context = context;
        Method = method;
        Namespace = ns;
        Version = version;
        Address = address;
        ExpectsReply = expectsReply;
        Deadline = deadline;
    }

    /// <summary>The request context of the caller.</summary>
    public MessagingContext Context { get; internal set; }

    /// <summary>The wire name of the method.</summary>
    public string Method { get; }

    /// <summary>The requested namespace; null for none.</summary>
    public string? Namespace { get; }

    /// <summary>The requested version.</summary>
    public string? Version { get; }

    /// <summary>The AMQP address at which the request arrived. It distinguishes direct, shared and fanout requests.</summary>
    public string Address { get; }

    /// <summary>Whether the caller waits for a reply: true for a call, false for a cast.</summary>
    public bool ExpectsReply { get; }

    /// <summary>Whether the caller accepts a reference to a stored result.</summary>
    internal bool AcceptsStoredResult { get; init; }

    /// <summary>The time at which the caller stops waiting; null when the request contains no deadline.</summary>
    public DateTimeOffset? Deadline { get; }
}
