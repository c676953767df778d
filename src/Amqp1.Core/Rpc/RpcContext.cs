namespace Amqp1.Rpc;

/// <summary>What a method may know about the request it serves. Valid for the length of the request; thread-safe.</summary>
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

    /// <summary>The caller's context.</summary>
    public MessagingContext Context { get; internal set; }

    /// <summary>The wire name of the method.</summary>
    public string Method { get; }

    /// <summary>The namespace that was asked for; null for none.</summary>
    public string? Namespace { get; }

    /// <summary>The version that was asked for.</summary>
    public string? Version { get; }

    /// <summary>The AMQP address the request came in on, which tells direct, shared and fanout requests apart.</summary>
    public string Address { get; }

    /// <summary>Whether the caller waits for a reply: true for a call, false for a cast.</summary>
    public bool ExpectsReply { get; }

    /// <summary>When the caller stops waiting; null when it did not say.</summary>
    public DateTimeOffset? Deadline { get; }
}
