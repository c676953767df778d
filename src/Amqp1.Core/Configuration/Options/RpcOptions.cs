namespace Amqp1.Configuration;

/// <summary>The options of RPC, section <c>Amqp1:Rpc</c>.</summary>
public sealed class RpcOptions
{
    /// <summary>The time limit for a call, including its reply, when neither the call nor its client sets one. Default: 60 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The time limit for the delivery of a cast. Default: 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time that a call, cast or fanout waits while a router has no server at its address. After that, a call or cast fails with
    /// <c>NoServerException</c>, and a fanout ends as <see cref="FanoutRequiresServer"/> says. Zero means that only the other time
    /// limits apply. Default: 15 s, which is longer than a server needs to attach a lost link again (10 s).
    /// </summary>
    public TimeSpan NoServerGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether a fanout that reaches no server fails with <c>NoServerException</c>. If not, it succeeds without a receiver. Default:
    /// false.
    /// </summary>
    public bool FanoutRequiresServer { get; set; }

    /// <summary>
    /// Whether the cancellation of a call is sent to the servers of this driver, and whether a server whose methods have cancellation tokens
    /// listens for cancellations. Without effect on RabbitMQ. Default: true.
    /// </summary>
    public bool PropagateCancellation { get; set; } = true;

    /// <summary>The time limit for the delivery of a reply. Default: 30 s.</summary>
    public TimeSpan ReplyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of times that a returned reply is sent again; -1 means no limit. Default: 0.</summary>
    public int ReplyRetry { get; set; }

    /// <summary>
    /// The maximum number of links on which a connection sends replies, one for each reply address. When the maximum is reached, a link
    /// that is not in use is detached to make room for a new one. While all links are in use, the reply that has waited longest for its
    /// receiver is discarded. Default: 2000.
    /// </summary>
    public int MaxReplyLinks { get; set; } = 2000;

    /// <summary>The credit window of the link on which replies arrive, in messages. Default: 200.</summary>
    public int ReplyLinkCredit { get; set; } = 200;

    /// <summary>The credit window of each of the three links of a server, in messages. Default: 100.</summary>
    public int ServerCredit { get; set; } = 100;

    /// <summary>The maximum number of requests that a server handles concurrently. Default: 64.</summary>
    public int MaxConcurrentCalls { get; set; } = 64;

    /// <summary>Whether every server answers <c>oslo_rpc_server_ping</c>. Default: false.</summary>
    public bool PingEnabled { get; set; }

    /// <summary>
    /// Whether every server answers <c>amqp1_describe</c> with its methods, their arguments, results and documentation, and statistics. Each
    /// peer that may send requests to the server can read them, unless a filter refuses it. Default: false.
    /// </summary>
    public bool DescribeEnabled { get; set; }

    /// <summary>
    /// The modules, besides the built-in ones, whose remote exceptions can be thrown as the types registered for them. Default: empty.
    /// </summary>
    public IList<string> AllowedRemoteExceptionModules { get; set; } = [];

    /// <summary>Whether the stack trace of a failed method is sent to the caller. Default: false.</summary>
    public bool IncludeTraceback { get; set; }

    /// <summary>The time that a server that is stopped waits for the requests that are being served. Default: 30 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal RpcOptions Clone()
    {
        var copy = (RpcOptions)MemberwiseClone();
        copy.AllowedRemoteExceptionModules = [.. AllowedRemoteExceptionModules];
        return copy;
    }
}
