using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1;

/// <summary>Determines the settings of the services of a transport from its options and properties.</summary>
internal static class ServiceSettings
{
    /// <summary>Returns the settings of a server that is created now.</summary>
    public static RpcServerSettings OfServer(MessagingTransport transport)
    {
        var options = transport.Options.Rpc;
        return new RpcServerSettings
        {
            Credit = options.ServerCredit,
            MaxConcurrentCalls = options.MaxConcurrentCalls,
            ReplyTimeout = options.ReplyTimeout,
            ReplyRetry = options.ReplyRetry,
            IncludeTraceback = options.IncludeTraceback,
            DrainTimeout = options.DrainTimeout,
            Json = transport.Json,
            RemoteExceptions = transport.RemoteExceptions,
            Claims = transport.Claims,
            Filters = transport.Pipeline,
        };
    }

    /// <summary>Returns the settings of a listener that is created now.</summary>
    public static NotificationListenerSettings OfListener(MessagingTransport transport)
    {
        var options = transport.Options.Notifications;
        return new NotificationListenerSettings
        {
            Credit = options.ServerCredit,
            MaxConcurrent = options.MaxConcurrent ?? transport.Options.Rpc.MaxConcurrentCalls,
            MaxDeliveries = options.MaxDeliveries,
            DeadLetterTopic = options.DeadLetterTopic,
            SendTimeout = options.SendTimeout,
            Retry = options.Retry,
            Instance = transport.Instance,
            DrainTimeout = transport.ListenerDrainTimeout,
            Json = transport.Json,
            Claims = transport.Claims,
            Filters = transport.Pipeline,
        };
    }
}
