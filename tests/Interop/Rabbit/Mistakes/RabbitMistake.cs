namespace Amqp1.Interop.Tests.Rabbit.Mistakes;

/// <summary>A mistake of a person who sets up RabbitMQ or its services, and the line of the report that must find it.</summary>
/// <param name="Name">The name of the mistake.</param>
/// <param name="Plant">Makes the mistake.</param>
/// <param name="Check">The check that must find it.</param>
/// <param name="Seen">A part of the subject or of the observation.</param>
/// <param name="Fix">A part of the fix.</param>
internal sealed record RabbitMistake(string Name, Action<RabbitSetUp> Plant, string Check, string Seen, string Fix)
{
    public const string LongLimit = "20s";

    /// <summary>The result that the check must have.</summary>
    public string Result { get; init; } = "failed";

    /// <summary>
    /// The time limit for an answer of the broker: long, because the machine of the tests may be busy, except for mistakes that are found
    /// because there is no answer.
    /// </summary>
    public string Limit { get; init; } = LongLimit;

    /// <summary>Whether several probes wait for the limit. Such a mistake is planted only when the whole matrix is tested.</summary>
    public bool IsSlow => Limit != LongLimit;

    public override string ToString() => Name;
}
