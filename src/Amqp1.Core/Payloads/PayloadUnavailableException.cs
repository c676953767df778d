namespace Amqp1.Payloads;

/// <summary>The exception that is thrown when a reference cannot be replaced by its payload.</summary>
internal sealed class PayloadUnavailableException(string message, Exception? innerException = null) : MessagingException(message, innerException)
{
    /// <summary>Whether the store has failed, so that a later attempt may succeed. Otherwise the reference itself cannot be used.</summary>
    public bool IsTransient { get; init; }
}
