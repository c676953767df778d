namespace Amqp1.Addressing;

/// <summary>
/// The destination of a message in the terms of oslo.messaging: a target of RPC or notifications, or a reply address that is used
/// unchanged. Equal destinations share a sender link.
/// </summary>
internal sealed record Destination
{
    private const string CancellationSuffix = ".amqp1-cancel";

    private Destination(
        ServiceKind service, Pattern pattern, string? exchange, string topic, string? server = null, string? replyAddress = null, string? pool = null)
    {
        Service = service;
        Pattern = pattern;
        Exchange = exchange;
        Topic = topic;
        Server = server;
        ReplyAddress = replyAddress;
        Pool = pool;
    }

    public ServiceKind Service { get; }
    public Pattern Pattern { get; }
    public string? Exchange { get; }
    public string Topic { get; }
    public string? Server { get; }

    /// <summary>The reply-to address of a request, which is never parsed and never gets a prefix.</summary>
    public string? ReplyAddress { get; }

    /// <summary>Whether the reply address belongs to a single stream.</summary>
    public bool IsStream => Pattern == Pattern.Stream;

    /// <summary>Whether this is the destination of cancellations, which only services of this driver know.</summary>
    public bool IsOfCancellations { get; private init; }

    /// <summary>
    /// The pool of listeners that share one copy of each notification. Null for messages that are sent, and for listeners without a pool.
    /// </summary>
    public string? Pool { get; }

    /// <summary>
    /// Creates a destination by the rule of docs/spec/addressing.md#composition: fanout takes precedence over server, and server over
    /// shared.
    /// </summary>
    public static Destination For(ServiceKind service, Target target)
    {
        if (string.IsNullOrEmpty(target.Topic))
        {
            throw new InvalidTargetException("A server's topic must be specified", target);
        }

        var exchange = string.IsNullOrEmpty(target.Exchange) ? null : target.Exchange;
        return target.Fanout ? new(service, Pattern.Fanout, exchange, target.Topic)
            : string.IsNullOrEmpty(target.Server) ? new(service, Pattern.Shared, exchange, target.Topic)
            : new(service, Pattern.Server, exchange, target.Topic, target.Server);
    }

    public static Destination ReplyTo(string address) => new(ServiceKind.Rpc, Pattern.Server, null, "", replyAddress: address);

    /// <summary>Creates the destination of a stream, whose reader has a reply address of its own.</summary>
    public static Destination StreamTo(string address) => new(ServiceKind.Rpc, Pattern.Stream, null, "", replyAddress: address);

    /// <summary>Creates the destination from which the listeners of a pool receive the notifications of a topic with priority.</summary>
    /// <param name="topic">The topic with priority, such as <c>notifications.info</c>.</param>
    /// <param name="pool">The pool; null for listeners without a pool.</param>
    public static Destination OfListener(string topic, string? pool) => new(ServiceKind.Notification, Pattern.Shared, null, topic, pool: pool);

    /// <summary>
    /// Returns the destination of the cancellations of calls to a destination: all servers of this driver that serve its topic. It is a topic
    /// of its own, so that other servers do not receive them.
    /// </summary>
    public static Destination OfCancellations(Destination request) =>
        new(ServiceKind.Rpc, Pattern.Fanout, request.Exchange, request.Topic + CancellationSuffix) { IsOfCancellations = true };

    /// <summary>
    /// Returns the three destinations on which an RPC server listens, in the order of docs/spec/addressing.md#composition.
    /// </summary>
    public static Destination[] OfRpcServer(Target target) =>
    [
        For(ServiceKind.Rpc, target with { Fanout = false }),
        For(ServiceKind.Rpc, target with { Fanout = true }),
        For(ServiceKind.Rpc, target with { Fanout = false, Server = null }),
    ];

    /// <inheritdoc />
    public override string ToString() => PeerText.Clean(ReplyAddress ?? string.Join('/', new[] { Service.ToString().ToLowerInvariant(), Exchange, Topic, Pattern == Pattern.Fanout ? "all" : Server ?? Pool }.Where(part => part is not null)));
}
