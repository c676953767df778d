using Amqp1.Broker.Codec;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// A message that a consumer has acquired. Its outcome decides whether the queue removes the message or takes it back. If that changes the
/// store, the consumer is told when the change is on disk.
/// </summary>
internal sealed class QueueDelivery : Delivery, IStoreCallback
{
    private readonly QueueConsumer _acquirer;
    private bool _isSettled;
    private ulong _beingWritten;

    public QueueDelivery(QueuedMessage message, QueueConsumer acquirer)
        : base(default, message.Format, message.Payload.Length)
    {
        Message = message;
        Payload = message.Payload;
        _acquirer = acquirer;
    }

    public QueuedMessage Message { get; }

    public override bool AwaitsOutcome => !_isSettled;

    public override ulong OutcomeBeingWritten => _beingWritten;

    /// <summary>Handles the outcome. A consumer that settles without an outcome has accepted the message.</summary>
    public override void Settle(ReadOnlySpan<byte> outcome)
    {
        if (_isSettled)
        {
            return;
        }

        _isSettled = true;
        var settlement = Message.Queue.Settlement;
        var code = Outcomes.CodeOf(outcome);
        var isWritten = code switch
        {
            PerformativeCode.Rejected => settlement.OnRejected(Message, this),
            PerformativeCode.Released => settlement.OnReturned(Message, this),
            PerformativeCode.Modified => OnModified(outcome),
            _ => settlement.OnAccepted(Message, this),
        };
        if (isWritten)
        {
            _beingWritten = code == 0 ? PerformativeCode.Accepted : code;
        }
    }

    /// <summary>Handles that the message is larger than the consumer accepts. Other consumers may take it.</summary>
    public override void Refuse(ReadOnlySpan<byte> outcome)
    {
        if (!_isSettled)
        {
            _isSettled = true;
            Message.Queue.Settlement.OnReturned(Message, written: null, refusedBy: _acquirer);
        }
    }

    /// <summary>Takes the message back from a consumer that had not received all of it.</summary>
    public void TakeBack() => Settle(Outcomes.Released);

    /// <summary>Tells the consumer. If the store has failed for good, the message may be delivered again, so the consumer is not told.</summary>
    void IStoreCallback.OnStored(StoreFailure? failure)
    {
        if (failure is null)
        {
            Consumer?.OnWritten(this);
            _beingWritten = 0;
        }
    }

    private bool OnModified(ReadOnlySpan<byte> outcome)
    {
        FieldReader.ReadDescribedList(outcome, out var fields, out _);
        var failed = fields.Bool() ?? false;
        return Message.Queue.Settlement.OnReturned(Message, this, failed, refusedBy: fields.Bool() ?? false ? _acquirer : null);
    }
}
