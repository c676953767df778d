namespace Amqp1.Cli.Checks.Findings;

/// <summary>One line of the report.</summary>
/// <param name="Check">The name of the check, such as <c>tls</c>.</param>
/// <param name="Subject">The checked object: a host, an address, an option.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Seen">The observation, a full sentence without secrets.</param>
/// <param name="Fix">The line or lines to add, or the action that corrects it; null if there is nothing to correct.</param>
internal sealed record CheckResult(string Check, string Subject, CheckOutcome Outcome, string Seen, string? Fix = null);
