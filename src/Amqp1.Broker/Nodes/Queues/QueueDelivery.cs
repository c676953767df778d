using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A message that a consumer has acquired. Its outcome decides whether the queue removes the message or takes it back.</summary>
internal sealed class QueueDelivery : Delivery
{
    private readonly QueueConsumer _acquirer;
    private bool _isSettled;

    public QueueDelivery(QueuedMessage message, QueueConsumer acquirer)
        : base(default, message.Format, message.Payload.Length)
    {
        Message = message;
        Payload = message.Payload;
        _acquirer = acquirer;
    }

    public QueuedMessage Message { get; }

    public override bool AwaitsOutcome => !_isSettled;

    /// <summary>Handles the outcome. A consumer that settles without an outcome has accepted the message.</summary>
    public override void Settle(ReadOnlySpan<byte> outcome)
    {
        if (_isSettled)
        {
            return;
        }

        _isSettled = true;
        var queue = Message.Queue;
        switch (Outcomes.CodeOf(outcome))
        {
            case PerformativeCode.Rejected:
                queue.Settlement.OnRejected(Message);
                break;
            case PerformativeCode.Released:
                queue.Settlement.OnReturned(Message);
                break;
            case PerformativeCode.Modified:
                FieldReader.ReadDescribedList(outcome, out var fields, out _);
                var failed = fields.Bool() ?? false;
                queue.Settlement.OnReturned(Message, failed, refusedBy: fields.Bool() ?? false ? _acquirer : null);
                break;
            default:
                queue.Settlement.OnAccepted(Message);
                break;
        }
    }

    /// <summary>Handles that the message is larger than the consumer accepts. Other consumers may take it.</summary>
    public override void Refuse(ReadOnlySpan<byte> outcome)
    {
        if (!_isSettled)
        {
            _isSettled = true;
            Message.Queue.Settlement.OnReturned(Message, refusedBy: _acquirer);
        }
    }

    /// <summary>Takes the message back from a consumer that had not received all of it.</summary>
    public void TakeBack() => Settle(Outcomes.Released);
}
