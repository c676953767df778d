using System.Globalization;
using Amqp1.Configuration;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>Logs the effective settings of an instance when it starts. Passwords are masked.</summary>
internal static class EffectiveSettings
{
    /// <summary>Every option by its path below the section. Secrets are masked.</summary>
    internal static readonly (string Path, Func<Amqp1Options, object?> Get)[] All =
    [
        ("TransportUrl", o => Masked(o.TransportUrl)),
        ("ControlExchange", o => o.ControlExchange),
        ("PreSettled", o => o.PreSettled),
        ("PropagateBaggage", o => o.PropagateBaggage),
        ("Connection:ContainerName", o => o.Connection.ContainerName),
        ("Connection:IdleTimeout", o => o.Connection.IdleTimeout),
        ("Connection:Trace", o => o.Connection.Trace),
        ("Connection:RetryInterval", o => o.Connection.RetryInterval),
        ("Connection:RetryBackoff", o => o.Connection.RetryBackoff),
        ("Connection:RetryIntervalMax", o => o.Connection.RetryIntervalMax),
        ("Connection:LinkRetryDelay", o => o.Connection.LinkRetryDelay),
        ("Connection:SenderLinkTimeout", o => o.Connection.SenderLinkTimeout),
        ("Connection:MaxSenderLinks", o => o.Connection.MaxSenderLinks),
        ("Connection:OpenTimeout", o => o.Connection.OpenTimeout),
        ("Security:Ssl", o => o.Security.Ssl),
        ("Security:SslCaFile", o => o.Security.SslCaFile),
        ("Security:SslCertFile", o => o.Security.SslCertFile),
        ("Security:SslKeyFile", o => o.Security.SslKeyFile),
        ("Security:SslKeyPassword", o => o.Security.SslKeyPassword is null ? null : "***"),
        ("Security:SslVerifyVhost", o => o.Security.SslVerifyVhost),
        ("Security:SslInsecure", o => o.Security.SslInsecure),
        ("Security:SaslMechanisms", o => o.Security.SaslMechanisms),
        ("Security:SaslConfigDir", o => o.Security.SaslConfigDir),
        ("Security:SaslConfigName", o => o.Security.SaslConfigName),
        ("Security:SaslDefaultRealm", o => o.Security.SaslDefaultRealm),
        ("Security:SaslLayer", o => o.Security.SaslLayer),
        ("Addressing:Mode", o => o.Addressing.Mode),
        ("Addressing:PseudoVhost", o => o.Addressing.PseudoVhost),
        ("Addressing:ServerRequestPrefix", o => o.Addressing.ServerRequestPrefix),
        ("Addressing:BroadcastPrefix", o => o.Addressing.BroadcastPrefix),
        ("Addressing:GroupRequestPrefix", o => o.Addressing.GroupRequestPrefix),
        ("Addressing:RpcAddressPrefix", o => o.Addressing.RpcAddressPrefix),
        ("Addressing:NotifyAddressPrefix", o => o.Addressing.NotifyAddressPrefix),
        ("Addressing:MulticastAddress", o => o.Addressing.MulticastAddress),
        ("Addressing:UnicastAddress", o => o.Addressing.UnicastAddress),
        ("Addressing:AnycastAddress", o => o.Addressing.AnycastAddress),
        ("Addressing:DefaultNotificationExchange", o => o.Addressing.DefaultNotificationExchange),
        ("Addressing:DefaultRpcExchange", o => o.Addressing.DefaultRpcExchange),
        ("Rpc:ResponseTimeout", o => o.Rpc.ResponseTimeout),
        ("Rpc:SendTimeout", o => o.Rpc.SendTimeout),
        ("Rpc:NoServerGrace", o => o.Rpc.NoServerGrace),
        ("Rpc:FanoutRequiresServer", o => o.Rpc.FanoutRequiresServer),
        ("Rpc:PropagateCancellation", o => o.Rpc.PropagateCancellation),
        ("Rpc:ReplyTimeout", o => o.Rpc.ReplyTimeout),
        ("Rpc:ReplyRetry", o => o.Rpc.ReplyRetry),
        ("Rpc:MaxReplyLinks", o => o.Rpc.MaxReplyLinks),
        ("Rpc:ReplyLinkCredit", o => o.Rpc.ReplyLinkCredit),
        ("Rpc:ServerCredit", o => o.Rpc.ServerCredit),
        ("Rpc:MaxConcurrentCalls", o => o.Rpc.MaxConcurrentCalls),
        ("Rpc:PingEnabled", o => o.Rpc.PingEnabled),
        ("Rpc:DescribeEnabled", o => o.Rpc.DescribeEnabled),
        ("Rpc:AllowedRemoteExceptionModules", o => string.Join(' ', o.Rpc.AllowedRemoteExceptionModules)),
        ("Rpc:IncludeTraceback", o => o.Rpc.IncludeTraceback),
        ("Rpc:DrainTimeout", o => o.Rpc.DrainTimeout),
        ("Notifications:Drivers", o => string.Join(' ', o.Notifications.Drivers)),
        ("Notifications:TransportUrl", o => Masked(o.Notifications.TransportUrl)),
        ("Notifications:Topics", o => string.Join(' ', o.Notifications.Topics)),
        ("Notifications:Retry", o => o.Notifications.Retry),
        ("Notifications:SendTimeout", o => o.Notifications.SendTimeout),
        ("Notifications:NoListenerGrace", o => o.Notifications.NoListenerGrace),
        ("Notifications:QueueCapacity", o => o.Notifications.QueueCapacity),
        ("Notifications:QueueFullMode", o => o.Notifications.QueueFullMode),
        ("Notifications:ServerCredit", o => o.Notifications.ServerCredit),
        ("Notifications:MaxConcurrent", o => o.Notifications.MaxConcurrent),
        ("Notifications:MaxDeliveries", o => o.Notifications.MaxDeliveries),
        ("Notifications:DeadLetterTopic", o => o.Notifications.DeadLetterTopic),
        ("Notifications:DrainTimeout", o => o.Notifications.DrainTimeout),
        ("Notifications:RoutingConfig", o => o.Notifications.RoutingConfig),
        ("ClaimCheck:Directory", o => o.ClaimCheck.Directory),
        ("ClaimCheck:Threshold", o => o.ClaimCheck.Threshold),
        ("ClaimCheck:MaxLength", o => o.ClaimCheck.MaxLength),
        ("ClaimCheck:StoreArguments", o => o.ClaimCheck.StoreArguments),
        ("ClaimCheck:StoreResults", o => o.ClaimCheck.StoreResults),
        ("ClaimCheck:StoreNotifications", o => o.ClaimCheck.StoreNotifications),
        ("ClaimCheck:Compress", o => o.ClaimCheck.Compress),
        ("ClaimCheck:Retention", o => o.ClaimCheck.Retention),
        ("ClaimCheck:MaxTotalBytes", o => o.ClaimCheck.MaxTotalBytes),
        ("ClaimCheck:Timeout", o => o.ClaimCheck.Timeout),
        ("Rabbit:DurableQueues", o => o.Rabbit.DurableQueues),
        ("Rabbit:AutoDelete", o => o.Rabbit.AutoDelete),
        ("Rabbit:QuorumQueues", o => o.Rabbit.QuorumQueues),
        ("Rabbit:TransientQuorumQueues", o => o.Rabbit.TransientQuorumQueues),
        ("Rabbit:QuorumDeliveryLimit", o => o.Rabbit.QuorumDeliveryLimit),
        ("Rabbit:QuorumMaxMemoryLength", o => o.Rabbit.QuorumMaxMemoryLength),
        ("Rabbit:QuorumMaxMemoryBytes", o => o.Rabbit.QuorumMaxMemoryBytes),
        ("Rabbit:HaQueues", o => o.Rabbit.HaQueues),
        ("Rabbit:StreamFanout", o => o.Rabbit.StreamFanout),
        ("Rabbit:TransientQueuesTtl", o => o.Rabbit.TransientQueuesTtl),
        ("Rabbit:UseQueueManager", o => o.Rabbit.UseQueueManager),
        ("Rabbit:HostName", o => o.Rabbit.HostName),
        ("Rabbit:ProcessName", o => o.Rabbit.ProcessName),
        ("Rabbit:PrefetchCount", o => o.Rabbit.PrefetchCount),
        ("Rabbit:Compression", o => o.Rabbit.Compression),
        ("Rabbit:MissingConsumerRetryTimeout", o => o.Rabbit.MissingConsumerRetryTimeout),
        ("Rabbit:HeartbeatTimeout", o => o.Rabbit.HeartbeatTimeout),
        ("Rabbit:ReconnectDelay", o => o.Rabbit.ReconnectDelay),
        ("Rabbit:RetryInterval", o => o.Rabbit.RetryInterval),
        ("Rabbit:RetryBackoff", o => o.Rabbit.RetryBackoff),
        ("Rabbit:RetryIntervalMax", o => o.Rabbit.RetryIntervalMax),
        ("Rabbit:Ssl", o => o.Rabbit.Ssl),
        ("Rabbit:SslCaFile", o => o.Rabbit.SslCaFile),
        ("Rabbit:SslCertFile", o => o.Rabbit.SslCertFile),
        ("Rabbit:SslKeyFile", o => o.Rabbit.SslKeyFile),
        ("Rabbit:SaslMechanisms", o => o.Rabbit.SaslMechanisms),
    ];

    /// <summary>Logs the settings, once for each instance: the most important at level Information, all at level Debug.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="backends">The transports of the instance. Their options include the query parameters of their URLs.</param>
    /// <param name="clients">The settings of the client interfaces. Only those that are set are logged.</param>
    /// <param name="key">The key of the instance; null for the instance without a key.</param>
    public static void Log(ILogger logger, MessagingBackends backends, ClientSettings clients, string? key)
    {
        var section = InstanceKey.SectionOf(key);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var rpc = backends.Rpc.Options;
            var notifications = backends.Notifications.Options;
            HostingLog.Starts(
                logger,
                section,
                backends.Rpc.Url.ToString(),
                backends.Notifications.Url.ToString(),
                rpc.Addressing.Mode.ToString(),
                rpc.Rpc.ResponseTimeout,
                rpc.Rpc.SendTimeout,
                notifications.Notifications.SendTimeout,
                rpc.Rpc.DrainTimeout,
                rpc.Rpc.ServerCredit,
                notifications.Notifications.ServerCredit,
                rpc.Rpc.ReplyLinkCredit,
                rpc.Rpc.MaxConcurrentCalls,
                rpc.PreSettled.ToString());
        }

        if (logger.IsEnabled(LogLevel.Debug))
        {
            var settings = All.Select(option => $"{option.Path}={Text(option.Get(backends.Rpc.Options))}")
                .Concat(clients.Configured.Select(setting => $"{setting.Path}={setting.Value}"));
            HostingLog.Settings(logger, section, string.Join(", ", settings));
        }
    }

    // The URL is valid, because the options were validated.
    private static string? Masked(string? url) => Amqp1OptionsValidation.IsSet(url) ? TransportUrl.Parse(url).ToString() : null;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
