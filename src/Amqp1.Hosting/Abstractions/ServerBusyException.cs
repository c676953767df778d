namespace Amqp1.Hosting;

/// <summary>
/// The exception of a request that a concurrency limit has refused. The method has not run. Callers receive a remote exception of this
/// class; the call may be repeated.
/// </summary>
public sealed class ServerBusyException : MessagingException
{
    internal ServerBusyException(string message)
        : base(message)
    {
    }
}
