using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Configurations;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Chooses the fix for a link, message or connection that the peer has refused, by the words of its reason.</summary>
internal static class RefusalAdvice
{
    private const string Unauthorized = "amqp:unauthorized-access";
    private const string LimitExceeded = "amqp:resource-limit-exceeded";
    private const string SizeExceeded = "amqp:link:message-size-exceeded";
    private const string LocalPolicy = "disallowed by local policy";
    private const string InterRouter = "qd:connection-role";
    private const string NoRoute = "qd:no-route-to-dest";

    /// <summary>Returns the fix for a refusal whose reason is enough to choose it; null for any other refusal.</summary>
    /// <param name="context">The peer.</param>
    /// <param name="reason">The condition and the description that the peer gave, or a text that contains them.</param>
    /// <param name="addresses">The addresses that were refused, as a pattern for the configuration of the peer; null if they are not known.</param>
    public static string? Of(CheckContext context, string reason, string? addresses = null)
    {
        if (reason.StartsWith(ProbeTransport.NotConnected, StringComparison.Ordinal))
        {
            return OfClosed(context, context.Connection?.Peer.Product, reason);
        }

        if (reason.Contains(InterRouter, StringComparison.Ordinal))
        {
            return "Write the port of a listener with role: normal in the transport URL. This port is for connections between routers.";
        }

        if (reason.Contains(NoRoute, StringComparison.Ordinal))
        {
            return $"In {FileOf(context)}, remove the linkRoute whose prefix or pattern covers this address, or start the container that it leads to.";
        }

        if (IsRouter(context) && (reason.Contains(LocalPolicy, StringComparison.Ordinal) || reason.Contains(Unauthorized, StringComparison.Ordinal)))
        {
            return reason.Contains(LimitExceeded, StringComparison.Ordinal)
                ? $"In the vhost policy of {FileOf(context)}, remove maxSenders and maxReceivers, or raise them: a service has a link for each address."
                : $"In the vhost policy of {FileOf(context)}, for the group of the user {UserOf(context)}:\n\"sources\": \"{addresses ?? "*"}\",\n\"targets\": \"{addresses ?? "*"}\"";
        }

        return IsQpidd(context) ? OfQpidd(context, reason) : null;
    }

    /// <summary>Returns the fix for a connection that the peer has closed after it was open.</summary>
    /// <param name="context">The peer.</param>
    /// <param name="product">The product in the Open of the peer.</param>
    /// <param name="reason">The condition and the description that the peer gave.</param>
    public static string OfClosed(CheckContext context, string? product, string reason) =>
        reason.Contains(SizeExceeded, StringComparison.Ordinal) ? "Correct the limit on the size of messages that the lines above report."
        : product is "qpid-dispatch-router" or "skupper-router"
            ? $"In {ServerConfigurations.Find(product)!.FileName}, the policy must permit the connection: a vhost with the hostname {PeerText.Clean(context.Backend.Url.VirtualHost ?? context.Host.Host)} or the defaultVhost $default, a group with the user {UserOf(context)} or allowUnknownUser: true, remoteHosts with this machine, and maxConnections, maxConnectionsPerUser and maxConnectionsPerHost that are large enough."
        : product is "qpid-cpp"
            ? "In qpidd.conf, raise max-connections, connection-limit-per-user and connection-limit-per-ip; in the file of acl-file, permit the user to create connections: acl allow all create connection host=all"
        : context.Backend.IsRabbit ? RabbitAdvice.ConnectionLimits(context)
        : "Look into the log of the router or broker.";

    public static string UserOf(CheckContext context) => context.Host.User is { Length: > 0 } name ? PeerText.Clean(name) : "anonymous";

    private static string? OfQpidd(CheckContext context, string reason) =>
        reason.Contains(Unauthorized, StringComparison.Ordinal) || reason.Contains("denied", StringComparison.OrdinalIgnoreCase)
            ? $"In the file of acl-file of qpidd.conf, before the rules that deny, for the user {UserOf(context)}:\nacl allow {AclUserOf(context)} all queue\nacl allow {AclUserOf(context)} all exchange"
        : reason.Contains(LimitExceeded, StringComparison.Ordinal)
            ? "In qpidd.conf, raise default-queue-limit and max-queues-per-user."
        : null;

    /// <summary>Returns the user as the rules of qpidd name it, in its default realm.</summary>
    private static string AclUserOf(CheckContext context) => context.Host.User is { Length: > 0 } ? $"{UserOf(context)}@QPID" : "all";

    private static bool IsRouter(CheckContext context) => context.Connection?.Peer.Product is "qpid-dispatch-router" or "skupper-router";

    private static bool IsQpidd(CheckContext context) => context.Connection?.Peer.Product is "qpid-cpp";

    private static string FileOf(CheckContext context) => ServerConfigurations.Find(context.Connection?.Peer.Product)?.FileName ?? "the configuration of the router";
}
