using Amqp.Framing;

namespace Amqp1.Bus;

/// <summary>The error of a Close, End, Detach or rejection, in words that may be logged.</summary>
internal static class PeerError
{
    /// <summary>The error's condition; null when there is none.</summary>
    public static string? ConditionOf(Error? error) => error?.Condition is { } condition ? PeerText.Clean(condition.ToString()) : null;

    /// <summary>The condition and the description of an error.</summary>
    /// <param name="error">The error, if the peer gave one.</param>
    /// <param name="without">What to say when the peer gave none.</param>
    public static string Describe(Error? error, string without)
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
