namespace Amqp1.Configuration;

/// <summary>A transport URL that cannot be used. The message says why, and never contains a password.</summary>
public sealed class InvalidTransportUrlException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with the URL, without quoting its authority: a password may be in there.</param>
    public InvalidTransportUrlException(string message)
        : base(message)
    {
    }
}
