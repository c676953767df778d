namespace Amqp1.Bus.Sending;

/// <summary>The reason why a message was not delivered.</summary>
internal sealed record SendFailure(string Reason, string? Condition = null, bool InDoubt = false)
{
    public const string ResourceLimitExceeded = "amqp:resource-limit-exceeded";

    /// <summary>Fails all deliveries of a list. Must not be called under a lock.</summary>
    public static void FailAll(List<PendingDelivery> deliveries, SendFailure failure)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Fail(failure);
        }
    }

    public MessageDeliveryException ToException() => new(Reason, Condition, InDoubt);
}
