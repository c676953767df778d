namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>A mistake of a person who sets up a real server or its services, and the line of the report that must find it.</summary>
/// <typeparam name="T">The server in which the mistake is planted.</typeparam>
/// <param name="Name">The name of the mistake.</param>
/// <param name="SetUp">The set-up, which is right without the mistake.</param>
/// <param name="Plant">Makes the mistake.</param>
/// <param name="Check">The check that must find it.</param>
/// <param name="Seen">A part of the subject or of the observation.</param>
/// <param name="Fix">A part of the fix.</param>
internal sealed record ServerMistake<T>(string Name, ServerSetUp<T> SetUp, Action<T> Plant, string Check, string Seen, string Fix)
{
    /// <summary>The result that the check must have.</summary>
    public string Result { get; init; } = "failed";

    /// <summary>
    /// The time limit for an answer of the server: long, because the machine of the tests may be busy, except for mistakes that are found
    /// because there is no answer.
    /// </summary>
    public string Limit { get; init; } = ServerReport.LongLimit;

    public override string ToString() => Name;
}
