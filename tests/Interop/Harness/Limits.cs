namespace Amqp1.Interop.Tests.Harness;

/// <summary>How long a test waits for a signal before it calls it missing. Generous: only a broken test gets there.</summary>
internal static class Limits
{
    public static readonly TimeSpan Signal = TimeSpan.FromSeconds(60);

    /// <summary>A peer leaves the bus within five seconds of being told to.</summary>
    public static readonly TimeSpan Exit = TimeSpan.FromSeconds(15);

    /// <summary>Some thousand messages that a slow server takes one by one.</summary>
    public static readonly TimeSpan Burst = TimeSpan.FromMinutes(3);

    /// <summary>RabbitMQ starts in 4 to 8 seconds on a quiet machine, and needs a core for most of them.</summary>
    public static readonly TimeSpan BrokerStart = TimeSpan.FromMinutes(3);

    /// <summary>Upstream's suite takes about a minute.</summary>
    public static readonly TimeSpan UpstreamSuite = TimeSpan.FromMinutes(5);
}
