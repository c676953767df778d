namespace Amqp1.Cli.Checks.Findings;

/// <summary>The time limits of the probes.</summary>
internal sealed record CheckLimits
{
    /// <summary>The time limit for one answer of the peer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time for which a probe waits for something that is not expected: a second copy, or the acceptance of a message without a
    /// consumer. Routers deliver all copies before they settle a message, so that the value matters only for brokers.
    /// </summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The size of the large message that is sent, in bytes.</summary>
    public int MessageSize { get; init; } = 256 * 1024;

    /// <summary>The time limit for a whole check, which consists of several answers.</summary>
    public TimeSpan Check => Answer * 12;
}
