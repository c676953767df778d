using Amqp1.Transport;

namespace Amqp1.Configuration;

/// <summary>Validates options before they are used. It does not open files or resolve names.</summary>
internal static class Amqp1OptionsValidator
{
    private const PreSettledKinds AllKinds =
        PreSettledKinds.RpcCall | PreSettledKinds.RpcReply | PreSettledKinds.RpcCast | PreSettledKinds.Notify;

    /// <summary>The names of notification drivers.</summary>
    public static IReadOnlyList<string> NotificationDrivers { get; } = ["messaging", "messagingv2", "routing", "log", "test", "noop"];

    /// <summary>Returns all errors; empty when the options can be used. Messages do not contain secrets.</summary>
    public static IReadOnlyList<string> Validate(Amqp1Options options)
    {
        var checks = new OptionChecks();
        checks.Text("ControlExchange", options.ControlExchange);
        if ((options.PreSettled & ~AllKinds) != 0)
        {
            checks.Add("PreSettled", $"is {options.PreSettled:D}, but must be None, RpcCall, RpcReply, RpcCast, Notify or several of them.");
        }

        var isComplete = Section("Connection", options.Connection, Connection)
            & Section("Security", options.Security, Security)
            & Section("Addressing", options.Addressing, Addressing)
            & Section("Rpc", options.Rpc, Rpc)
            & Section("Notifications", options.Notifications, Notifications)
            & Section("ClaimCheck", options.ClaimCheck, ClaimCheckChecks.Check)
            & Section("Rabbit", options.Rabbit, RabbitChecks.Check);
        if (isComplete)
        {
            Url("TransportUrl", options.TransportUrl, options, checks);
            Url("Notifications:TransportUrl", options.Notifications.TransportUrl, options, checks);
        }

        return checks.Errors;

        bool Section<T>(string path, T? section, Func<T, OptionChecks, bool> check)
            where T : class
        {
            if (section is not null)
            {
                return check(section, checks);
            }

            checks.Add(path, "is null, but must be a section.");
            return false;
        }
    }

    private static bool Connection(ConnectionOptions options, OptionChecks checks)
    {
        checks.Duration("Connection:IdleTimeout", options.IdleTimeout, zeroAllowed: true);
        checks.Duration("Connection:RetryInterval", options.RetryInterval);
        checks.AtLeast("Connection:RetryBackoff", options.RetryBackoff, 0);
        checks.Duration("Connection:RetryIntervalMax", options.RetryIntervalMax);
        checks.Duration("Connection:LinkRetryDelay", options.LinkRetryDelay);
        checks.Duration("Connection:SenderLinkTimeout", options.SenderLinkTimeout);
        checks.AtLeast("Connection:MaxSenderLinks", options.MaxSenderLinks, 1);
        checks.Duration("Connection:OpenTimeout", options.OpenTimeout);
        return true;
    }

    private static bool Security(SecurityOptions options, OptionChecks checks)
    {
        if (!string.IsNullOrEmpty(options.SslKeyFile) && string.IsNullOrEmpty(options.SslCertFile))
        {
            checks.Add("Security:SslKeyFile", "is set but has no effect unless Amqp1:Security:SslCertFile is set too.");
        }

        checks.Defined("Security:SaslLayer", options.SaslLayer);
        checks.Text("Security:SaslMechanisms", options.SaslMechanisms);
        checks.Mechanisms("Security:SaslMechanisms", options.SaslMechanisms);
        return true;
    }

    private static bool Addressing(AddressingOptions options, OptionChecks checks)
    {
        checks.Defined("Addressing:Mode", options.Mode);
        checks.Text("Addressing:ServerRequestPrefix", options.ServerRequestPrefix);
        checks.Text("Addressing:BroadcastPrefix", options.BroadcastPrefix);
        checks.Text("Addressing:GroupRequestPrefix", options.GroupRequestPrefix);
        checks.Text("Addressing:RpcAddressPrefix", options.RpcAddressPrefix);
        checks.Text("Addressing:NotifyAddressPrefix", options.NotifyAddressPrefix);
        checks.Text("Addressing:MulticastAddress", options.MulticastAddress);
        checks.Text("Addressing:UnicastAddress", options.UnicastAddress);
        checks.Text("Addressing:AnycastAddress", options.AnycastAddress);
        return true;
    }

    private static bool Rpc(RpcOptions options, OptionChecks checks)
    {
        checks.Duration("Rpc:ResponseTimeout", options.ResponseTimeout);
        checks.Duration("Rpc:SendTimeout", options.SendTimeout);
        checks.Duration("Rpc:NoServerGrace", options.NoServerGrace, zeroAllowed: true);
        checks.Duration("Rpc:ReplyTimeout", options.ReplyTimeout);
        checks.AtLeast("Rpc:ReplyRetry", options.ReplyRetry, -1);
        checks.AtLeast("Rpc:MaxReplyLinks", options.MaxReplyLinks, 1);
        checks.AtLeast("Rpc:ReplyLinkCredit", options.ReplyLinkCredit, 1);
        checks.AtLeast("Rpc:ServerCredit", options.ServerCredit, 1);
        checks.AtLeast("Rpc:MaxConcurrentCalls", options.MaxConcurrentCalls, 1);
        checks.Duration("Rpc:DrainTimeout", options.DrainTimeout, zeroAllowed: true);
        return checks.Words("Rpc:AllowedRemoteExceptionModules", options.AllowedRemoteExceptionModules);
    }

    private static bool Notifications(NotificationOptions options, OptionChecks checks)
    {
        checks.AtLeast("Notifications:Retry", options.Retry, -1);
        checks.Duration("Notifications:SendTimeout", options.SendTimeout);
        checks.Duration("Notifications:NoListenerGrace", options.NoListenerGrace, zeroAllowed: true);
        checks.AtLeast("Notifications:QueueCapacity", options.QueueCapacity, 1);
        checks.Defined("Notifications:QueueFullMode", options.QueueFullMode);
        checks.AtLeast("Notifications:ServerCredit", options.ServerCredit, 1);
        if (options.MaxConcurrent is { } concurrent)
        {
            checks.AtLeast("Notifications:MaxConcurrent", concurrent, 1);
        }

        if (options.MaxDeliveries is { } deliveries)
        {
            checks.AtLeast("Notifications:MaxDeliveries", deliveries, 1);
            if (deliveries >= 1 && string.IsNullOrWhiteSpace(options.DeadLetterTopic))
            {
                checks.Add("Notifications:MaxDeliveries", "must not be set unless Amqp1:Notifications:DeadLetterTopic names a topic.");
            }
        }
        else if (!string.IsNullOrWhiteSpace(options.DeadLetterTopic))
        {
            checks.Add("Notifications:DeadLetterTopic", "must not be set unless Amqp1:Notifications:MaxDeliveries is set.");
        }

        if (options.DrainTimeout is { } drain)
        {
            checks.Duration("Notifications:DrainTimeout", drain, zeroAllowed: true);
        }

        var hasDrivers = checks.Words("Notifications:Drivers", options.Drivers);
        if (hasDrivers)
        {
            foreach (var unknown in options.Drivers.Where(name => !string.IsNullOrWhiteSpace(name)).Except(NotificationDrivers))
            {
                checks.Add("Notifications:Drivers", $"contains '{unknown}', but each entry must be one of {string.Join(", ", NotificationDrivers)}.");
            }

            if (options.Drivers.Contains("routing") && string.IsNullOrEmpty(options.RoutingConfig))
            {
                checks.Add("Notifications:RoutingConfig", "must name a file when Amqp1:Notifications:Drivers contains 'routing'.");
            }
        }

        var hasTopics = checks.Words("Notifications:Topics", options.Topics);
        if (hasTopics && options.Topics.Count == 0)
        {
            checks.Add("Notifications:Topics", "is empty, but must have at least one topic; to emit nothing, set Amqp1:Notifications:Drivers to noop.");
        }

        return hasDrivers && hasTopics;
    }

    private static void Url(string path, string? text, Amqp1Options options, OptionChecks checks)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        try
        {
            EffectiveOptions.For(options, TransportUrl.Parse(text));
        }
        catch (InvalidTransportUrlException wrong)
        {
            checks.Add(path, $"is not a valid transport URL: {wrong.Message}");
        }
    }
}
