using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// A message of a topic while it is copied to the subscriptions. Its producer is told the outcome when all copies are made, and those of
/// durable subscriptions are on disk. Used in a turn.
/// </summary>
/// <param name="arrival">The message.</param>
/// <param name="ticket">The ticket of the producer; null if the message is pre-settled.</param>
/// <param name="number">The number of the message in its topic.</param>
/// <param name="subscriptions">The number of subscriptions.</param>
internal sealed class TopicMessage(Arrival arrival, DeliveryTicket? ticket, long number, int subscriptions) : IStoreCallback
{
    private readonly bool _isShared = subscriptions > 1;
    private StoreFailure? _failure;
    private int _unfinished = 1;
    private bool _isHeld;

    public Arrival Arrival { get; } = arrival;

    public long Number { get; } = number;

    /// <summary>Whether the producer learns of a failure.</summary>
    public bool IsReported => ticket is not null;

    /// <summary>The number of subscriptions that may still have to get a copy.</summary>
    public int Left { get; set; } = subscriptions;

    /// <summary>
    /// Begins to write a copy, and returns it. Its payload is one of its own if there are others: a queue changes the header of a payload
    /// that it delivers, which the store must not see.
    /// </summary>
    public Arrival BeginToStore()
    {
        _unfinished++;
        if (!_isHeld)
        {
            _isHeld = true;
            ticket?.Producer.Hold(Arrival.Payload.Length);
        }

        return _isShared ? Arrival with { Payload = Arrival.Payload.ToArray() } : Arrival;
    }

    /// <summary>Handles that all subscriptions have got their copies, which may not be on disk yet.</summary>
    public void OnCopied() => Finish(null);

    void IStoreCallback.OnStored(StoreFailure? failure) => Finish(failure);

    private void Finish(StoreFailure? failure)
    {
        _failure ??= failure;
        if (--_unfinished > 0 || ticket is not { } waiting)
        {
            return;
        }

        if (_isHeld)
        {
            waiting.Producer.Release(Arrival.Payload.Length);
        }

        waiting.Settle(StoreOutcome.Of(_failure));
    }
}
