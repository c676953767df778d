namespace Amqp1.Configuration;

/// <summary>Options of RPC, section <c>Amqp1:Rpc</c>.</summary>
public sealed class RpcOptions
{
    /// <summary>The limit for a call, up to its reply, when neither the call nor its client sets one. Default: 60 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The limit for the delivery of a cast. Default: 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The limit for the delivery of a reply. Default: 30 s.</summary>
    public TimeSpan ReplyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a reply that came back is sent again; -1 is without end. Default: 0.</summary>
    public int ReplyRetry { get; set; }

    /// <summary>
    /// The most links on which a connection sends replies, one for each address that callers want their replies at. At that number a link
    /// that is not in use is detached for a new one; while all are in use, the reply that has waited longest for its receiver is given
    /// up. Default: 2000.
    /// </summary>
    public int MaxReplyLinks { get; set; } = 2000;

    /// <summary>The credit window of the link on which replies arrive, in messages. Default: 200.</summary>
    public int ReplyLinkCredit { get; set; } = 200;

    /// <summary>The credit window of each of the three links of a server, in messages. Default: 100.</summary>
    public int ServerCredit { get; set; } = 100;

    /// <summary>How many requests a server works on at the same time. Default: 64.</summary>
    public int MaxConcurrentCalls { get; set; } = 64;

    /// <summary>Answers <c>oslo_rpc_server_ping</c> on every server. Default: false.</summary>
    public bool PingEnabled { get; set; }

    /// <summary>
    /// Modules of remote exceptions, beside the built-in ones, that may come up as the types registered for them. Default: empty.
    /// </summary>
    public IList<string> AllowedRemoteExceptionModules { get; set; } = [];

    /// <summary>Sends the stack trace of a failed method to the caller. Default: false.</summary>
    public bool IncludeTraceback { get; set; }

    /// <summary>How long a server that is stopped waits for the requests it is working on. Default: 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal RpcOptions Clone()
    {
        var copy = (RpcOptions)MemberwiseClone();
        copy.AllowedRemoteExceptionModules = [.. AllowedRemoteExceptionModules];
        return copy;
    }
}
