namespace Amqp1.Addressing;

/// <summary>
/// The destination of a message in the terms of oslo.messaging: a target of RPC or notifications, or a reply address that is used
/// unchanged. Equal destinations share a sender link.
/// </summary>
internal sealed record Destination
{
    private Destination(ServiceKind service, Pattern pattern, string? exchange, string topic, string? server, string? replyAddress)
    {
        Service = service;
        Pattern = pattern;
        Exchange = exchange;
        Topic = topic;
        Server = server;
        ReplyAddress = replyAddress;
    }

    public ServiceKind Service { get; }
    public Pattern Pattern { get; }
    public string? Exchange { get; }
    public string Topic { get; }
    public string? Server { get; }

    /// <summary>The reply-to address of a request, which is never parsed and never gets a prefix.</summary>
    public string? ReplyAddress { get; }

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
        return target.Fanout ? new(service, Pattern.Fanout, exchange, target.Topic, null, null)
            : string.IsNullOrEmpty(target.Server) ? new(service, Pattern.Shared, exchange, target.Topic, null, null)
            : new(service, Pattern.Server, exchange, target.Topic, target.Server, null);
    }

    public static Destination ReplyTo(string address) => new(ServiceKind.Rpc, Pattern.Server, null, "", null, address);

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
    public override string ToString() => PeerText.Clean(ReplyAddress ?? string.Join('/', new[] { Service.ToString().ToLowerInvariant(), Exchange, Topic, Pattern == Pattern.Fanout ? "all" : Server }.Where(part => part is not null)));
}
