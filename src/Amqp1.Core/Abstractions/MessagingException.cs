namespace Amqp1;

/// <summary>The base class of exceptions for errors between a caller, the message bus and a remote service.</summary>
public class MessagingException : Exception
{
    /// <summary>Initializes a new instance of the exception with its message and, optionally, its cause.</summary>
    public MessagingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
