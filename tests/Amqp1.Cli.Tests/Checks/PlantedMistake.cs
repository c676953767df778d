using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Tests.Checks;

/// <summary>A mistake, and what the check must say about it.</summary>
/// <param name="Name">The name of the mistake.</param>
/// <param name="Plant">Makes the mistake.</param>
/// <param name="Check">The check that must find it.</param>
/// <param name="Outcome">The outcome of that check.</param>
/// <param name="Seen">A part of the observation.</param>
/// <param name="Fix">A part of the fix.</param>
internal sealed record PlantedMistake(string Name, Action<CheckBench> Plant, string Check, CheckOutcome Outcome, string Seen, string Fix)
{
    public override string ToString() => Name;
}
