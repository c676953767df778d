namespace Amqp1.Bus.Sending;

/// <summary>The reason why a message was not delivered.</summary>
internal sealed record SendFailure(string Reason, string? Condition = null, bool InDoubt = false)
{
    public MessageDeliveryException ToException() => new(Reason, Condition, InDoubt);
}
