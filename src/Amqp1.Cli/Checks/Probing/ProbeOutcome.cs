namespace Amqp1.Cli.Checks.Probing;

/// <summary>The outcome of a message that a probe has sent.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Condition">The error condition of the peer; null if there is none.</param>
/// <param name="Text">The reason, for a report.</param>
internal sealed record ProbeOutcome(ProbeOutcomeKind Kind, string? Condition, string Text)
{
    public static ProbeOutcome Accepted { get; } = new(ProbeOutcomeKind.Accepted, null, "accepted");

    public static ProbeOutcome Of(ProbeOutcomeKind kind) => new(kind, null, kind == ProbeOutcomeKind.None ? "no outcome" : kind.ToString().ToLowerInvariant());

    public bool IsAccepted => Kind == ProbeOutcomeKind.Accepted;
}
