namespace Amqp1;

/// <summary>The base of all that goes wrong between a caller, the bus and a remote service.</summary>
public class MessagingException : Exception
{
    /// <summary>Makes one with its message and, if there is one, its cause.</summary>
    public MessagingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
