using Amqp1.Addressing;

namespace Amqp1.Bus.Sending;

/// <summary>The reason why a message was not delivered.</summary>
internal sealed record SendFailure(string Reason, string? Condition = null, bool InDoubt = false)
{
    public const string ResourceLimitExceeded = "amqp:resource-limit-exceeded";

    /// <summary>Whether the address of the link does not exist, or no longer exists.</summary>
    public bool IsNodeMissing => Condition is "amqp:not-found" or "amqp:resource-deleted";

    /// <summary>Whether the peer has returned the message, so that its receiver has not taken it and will not.</summary>
    public bool IsReturned { get; init; }

    /// <summary>Whether nobody serves the destination of the message, as far as the peer can tell.</summary>
    public bool IsUnserved { get; init; }

    /// <summary>Whether the link or its connection was lost.</summary>
    public bool IsLinkLost { get; init; }

    /// <summary>The time stamp at which the message was first found to be unserved.</summary>
    public long UnservedSince { get; init; }

    /// <summary>Fails all deliveries of a list. Must not be called under a lock.</summary>
    public static void FailAll(List<PendingDelivery> deliveries, SendFailure failure)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Fail(failure);
        }
    }

    /// <summary>Returns the exception of a message to the destination.</summary>
    public MessageDeliveryException ToException(Destination destination) => (IsUnserved, destination.Service) switch
    {
        (false, _) => new MessageDeliveryException(Reason, Condition, InDoubt),
        (true, ServiceKind.Notification) => new NoListenerException(Reason),
        _ => new NoServerException(Reason),
    };
}
