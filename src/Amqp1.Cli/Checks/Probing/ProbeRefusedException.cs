namespace Amqp1.Cli.Checks.Probing;

/// <summary>The exception for a link that the peer refuses.</summary>
/// <param name="message">The reason of the peer.</param>
/// <param name="condition">The error condition; null if the peer gave none.</param>
internal sealed class ProbeRefusedException(string message, string? condition) : Exception(message)
{
    public const string Unauthorized = "amqp:unauthorized-access";

    public string? Condition { get; } = condition;

    public bool IsUnauthorized => Condition == Unauthorized;
}
