using Amqp.Framing;

namespace Amqp1.Wire;

/// <summary>Formats the error of a Close, End, Detach or rejection as text that may be logged.</summary>
internal static class PeerError
{
    /// <summary>Returns the condition of the error, or null if there is none.</summary>
    public static string? ConditionOf(Error? error) => error?.Condition is { } condition ? PeerText.Clean(condition.ToString()) : null;

    /// <summary>Returns the condition and the description of an error.</summary>
    /// <param name="error">The error that the peer gave, if any.</param>
    /// <param name="without">The text to return if the peer gave no error.</param>
    public static string Describe(Error? error, string without = "no reason given")
    {
        if (error is null)
        {
            return without;
        }

        var condition = ConditionOf(error);
        var description = PeerText.Clean(error.Description);
        return string.IsNullOrEmpty(condition) ? description.Length == 0 ? without : description
            : description.Length == 0 ? condition
            : $"{condition}: {description}";
    }
}
