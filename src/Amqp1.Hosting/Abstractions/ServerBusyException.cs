namespace Amqp1.Hosting;

/// <summary>
/// The exception of a request or notification that a concurrency limit has refused. The method or handler has not run. Callers receive a
/// remote exception of this class; the call may be repeated. The server reports it like an exception that the contract of the method expects.
/// </summary>
public sealed class ServerBusyException : MessagingException, IRefusal
{
    internal ServerBusyException(string message)
        : base(message)
    {
    }
}
