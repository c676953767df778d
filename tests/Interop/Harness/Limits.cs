namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// The limits for waits. A test fails when one of them passes. They are generous, so that only a broken test reaches them.
/// </summary>
internal static class Limits
{
    public static readonly TimeSpan Signal = TimeSpan.FromSeconds(60);

    /// <summary>The limit for the exit of a peer, which leaves the bus within five seconds of the request.</summary>
    public static readonly TimeSpan Exit = TimeSpan.FromSeconds(15);

    /// <summary>The limit for several thousand messages that a slow server handles one by one.</summary>
    public static readonly TimeSpan Burst = TimeSpan.FromMinutes(3);

    /// <summary>The limit for the start of RabbitMQ, which takes 4 to 8 seconds on an idle machine, mostly with a whole core.</summary>
    public static readonly TimeSpan BrokerStart = TimeSpan.FromMinutes(3);

    /// <summary>The limit for upstream's suite, which takes about a minute.</summary>
    public static readonly TimeSpan UpstreamSuite = TimeSpan.FromMinutes(5);
}
