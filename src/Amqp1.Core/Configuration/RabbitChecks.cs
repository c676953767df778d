using System.Globalization;

namespace Amqp1.Configuration;

/// <summary>Validates the options of the section <c>Amqp1:Rabbit</c>.</summary>
internal static class RabbitChecks
{
    /// <summary>Adds the errors of single options.</summary>
    public static bool Check(RabbitOptions options, OptionChecks checks)
    {
        checks.AtLeast("Rabbit:QuorumDeliveryLimit", options.QuorumDeliveryLimit, -1);
        checks.AtLeast("Rabbit:QuorumMaxMemoryLength", options.QuorumMaxMemoryLength, 0);
        checks.AtLeast("Rabbit:QuorumMaxMemoryBytes", options.QuorumMaxMemoryBytes, 0);
        checks.AtLeast("Rabbit:PrefetchCount", options.PrefetchCount, 0);
        checks.Defined("Rabbit:Compression", options.Compression);
        checks.Duration("Rabbit:MissingConsumerRetryTimeout", options.MissingConsumerRetryTimeout, zeroAllowed: true);
        checks.Duration("Rabbit:HeartbeatTimeout", options.HeartbeatTimeout, zeroAllowed: true);
        checks.Duration("Rabbit:ReconnectDelay", options.ReconnectDelay, zeroAllowed: true);
        if (options.RetryInterval is { } interval)
        {
            checks.Duration("Rabbit:RetryInterval", interval);
        }

        if (options.RetryBackoff is { } backoff)
        {
            checks.AtLeast("Rabbit:RetryBackoff", backoff, 0);
        }

        if (options.RetryIntervalMax is { } longest)
        {
            checks.Duration("Rabbit:RetryIntervalMax", longest);
        }

        TimeToLive(options.TransientQueuesTtl, checks);
        if (!string.IsNullOrEmpty(options.SslKeyFile) && string.IsNullOrEmpty(options.SslCertFile))
        {
            checks.Add("Rabbit:SslKeyFile", "is set but has no effect unless Amqp1:Rabbit:SslCertFile is set too.");
        }

        checks.Mechanisms("Rabbit:SaslMechanisms", options.SaslMechanisms);
        Combinations(options, checks);
        return true;
    }

    /// <summary>Adds the errors of options that do not fit together. They can also come from the query of a transport URL.</summary>
    public static void Combinations(RabbitOptions options, OptionChecks checks)
    {
        if (options.HaQueues && (options.QuorumQueues || options.TransientQuorumQueues))
        {
            checks.Add(
                "Rabbit:HaQueues",
                "is true together with Amqp1:Rabbit:QuorumQueues or Amqp1:Rabbit:TransientQuorumQueues, but a queue cannot be both a mirrored queue and a quorum queue.");
        }

        if (options.StreamFanout && !options.TransientQuorumQueues)
        {
            checks.Add("Rabbit:StreamFanout", "is true, which requires Amqp1:Rabbit:TransientQuorumQueues to be true too.");
        }

        if (options.StreamFanout && options.PrefetchCount == 0)
        {
            checks.Add("Rabbit:StreamFanout", "is true, which requires an Amqp1:Rabbit:PrefetchCount of 1 or more, because a stream cannot be read without a limit.");
        }
    }

    private static void TimeToLive(TimeSpan value, OptionChecks checks)
    {
        if (value < TimeSpan.Zero || value > TimeSpan.FromSeconds(RabbitOptions.MaxTtlSeconds) || value.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            checks.Add("Rabbit:TransientQueuesTtl", string.Create(
                CultureInfo.InvariantCulture,
                $"is {value:c}, but must be 00:00:00 (never) or whole seconds up to 30 days, written hh:mm:ss (a plain number means days)."));
        }
    }
}
