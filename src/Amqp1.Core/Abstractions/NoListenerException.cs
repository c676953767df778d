namespace Amqp1;

/// <summary>
/// The exception that is thrown when nobody listens to the topic and priority of a notification for as long as
/// <c>Amqp1:Notifications:NoListenerGrace</c> allows. The notification was not processed and never will be:
/// <see cref="MessageDeliveryException.InDoubt"/> is false.
/// </summary>
/// <remarks>Only an intermediary that does not store messages can tell. A broker stores the notification.</remarks>
public sealed class NoListenerException : MessageDeliveryException
{
    /// <summary>Initializes a new instance of the exception with its message.</summary>
    public NoListenerException(string message)
        : base(message)
    {
    }
}
