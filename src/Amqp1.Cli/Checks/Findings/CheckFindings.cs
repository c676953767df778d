namespace Amqp1.Cli.Checks.Findings;

/// <summary>Receives the results of one check.</summary>
/// <param name="check">The name of the check.</param>
/// <param name="report">Receives each result when it is found.</param>
internal sealed class CheckFindings(string check, Action<CheckResult> report)
{
    /// <summary>Whether one of the results is a failure.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The number of results.</summary>
    public int Count { get; private set; }

    public void Ok(string subject, string seen) => Add(new(check, subject, CheckOutcome.Ok, seen));

    public void Warn(string subject, string seen, string fix) => Add(new(check, subject, CheckOutcome.Warning, seen, fix));

    public void Fail(string subject, string seen, string fix) => Add(new(check, subject, CheckOutcome.Failed, seen, fix));

    public void Skip(string subject, string reason) => Add(new(check, subject, CheckOutcome.Skipped, reason));

    public void Add(CheckResult result)
    {
        HasFailed |= result.Outcome == CheckOutcome.Failed;
        Count++;
        report(result);
    }
}
