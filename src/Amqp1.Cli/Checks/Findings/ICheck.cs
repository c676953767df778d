namespace Amqp1.Cli.Checks.Findings;

/// <summary>One question about a bus. A check has no state; everything it finds out for later checks is in the context.</summary>
internal interface ICheck
{
    /// <summary>The name in the report.</summary>
    string Name { get; }

    /// <summary>The checks that must not have failed. If one of them has, this check is skipped, and so are those that need it.</summary>
    IReadOnlyList<string> Needs { get; }

    /// <summary>Returns why the check does not apply; null if it applies.</summary>
    string? ReasonToSkip(CheckContext context) => null;

    /// <summary>
    /// Adds one or more results. An exception is reported as a failure of the check. The caller limits the time.
    /// </summary>
    Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel);
}
