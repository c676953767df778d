namespace Amqp1.Cli.Checks.Findings;

/// <summary>The outcome of one check.</summary>
internal enum CheckOutcome
{
    /// <summary>It is as it has to be.</summary>
    Ok,

    /// <summary>Messages pass, but something is probably not intended.</summary>
    Warning,

    /// <summary>Messages do not pass, or not as services expect.</summary>
    Failed,

    /// <summary>The check does not apply, or an earlier check has failed.</summary>
    Skipped,
}
