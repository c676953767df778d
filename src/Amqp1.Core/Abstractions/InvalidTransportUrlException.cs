namespace Amqp1.Configuration;

/// <summary>
/// The exception that is thrown when a transport URL cannot be used. The message contains the reason and never a password.
/// </summary>
public sealed class InvalidTransportUrlException : FormatException
{
    /// <summary>Initializes a new instance of the exception.</summary>
    /// <param name="message">The error in the URL, without a quotation of its authority, which may contain a password.</param>
    public InvalidTransportUrlException(string message)
        : base(message)
    {
    }
}
