using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Sources;

namespace Amqp1.Cli.Checks;

/// <summary>The subject of a run of all checks.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Limits">The time limits.</param>
internal sealed record CheckRequest(LoadedSettings Settings, CheckLimits Limits)
{
    /// <summary>The topics of services that are checked without a message.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The topic of the probes; null for a random one.</summary>
    public string? ProbeTopic { get; init; }
}
