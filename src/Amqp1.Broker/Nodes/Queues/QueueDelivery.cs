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
    private QueuedMessage? _message;
    private ulong _beingWritten;

    public QueueDelivery(QueuedMessage message, QueueConsumer acquirer)
        : base(default, message.Format, message.Payload.Length)
    {
        _message = message;
        Payload = message.Payload;
        _acquirer = acquirer;
    }

    public override bool AwaitsOutcome => _message is not null;

    public override ulong OutcomeBeingWritten => _beingWritten;

    /// <summary>Handles the outcome. A consumer that settles without an outcome has accepted the message.</summary>
    public override void Settle(ReadOnlySpan<byte> outcome)
    {
        if (_message is not { } message)
        {
            return;
        }

        // While the outcome is being written, which takes long if the store cannot write, the delivery does not keep the message in memory.
        _message = null;
        var settlement = message.Queue.Settlement;
        var code = Outcomes.CodeOf(outcome);
        var isWritten = code switch
        {
            PerformativeCode.Rejected => settlement.OnRejected(message, this),
            PerformativeCode.Released => settlement.OnReturned(message, this),
            PerformativeCode.Modified => OnModified(message, outcome),
            _ => settlement.OnAccepted(message, this),
        };
        if (isWritten)
        {
            _beingWritten = code == 0 ? PerformativeCode.Accepted : code;
        }
    }

    /// <summary>Handles that the message is larger than the consumer accepts. Other consumers may take it.</summary>
    public override void Refuse(ReadOnlySpan<byte> outcome)
    {
        if (_message is { } message)
        {
            _message = null;
            message.Queue.Settlement.OnReturned(message, written: null, refusedBy: _acquirer);
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

    private bool OnModified(QueuedMessage message, ReadOnlySpan<byte> outcome)
    {
        FieldReader.ReadDescribedList(outcome, out var fields, out _);
        var failed = fields.Bool() ?? false;
        return message.Queue.Settlement.OnReturned(message, this, failed, refusedBy: fields.Bool() ?? false ? _acquirer : null);
    }
}
