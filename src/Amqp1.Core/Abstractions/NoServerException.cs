namespace Amqp1;

/// <summary>
/// The exception that is thrown when no server listens at the address of a call or cast for as long as <c>Amqp1:Rpc:NoServerGrace</c>
/// allows. The request was not processed and never will be: <see cref="MessageDeliveryException.InDoubt"/> is false.
/// </summary>
/// <remarks>
/// Only an intermediary that does not store messages can tell. A broker stores the request, so that its sender waits for its own time limit.
/// </remarks>
public sealed class NoServerException : MessageDeliveryException
{
    /// <summary>Initializes a new instance of the exception with its message.</summary>
    public NoServerException(string message)
        : base(message)
    {
    }
}
