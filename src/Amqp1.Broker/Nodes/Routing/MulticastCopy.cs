using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>The copy of a multicast message for one consumer.</summary>
internal sealed class MulticastCopy(in ReceivedMessage message, MulticastTally tally, RoutingNode node) : HeldDelivery(message, node)
{
    private Subscriber? _subscriber;

    public override bool AwaitsOutcome => tally.AwaitsOutcome;

    /// <summary>The index in the list of the tally; set for a waiting copy.</summary>
    public int TallyPlace { get; set; }

    private long Bytes => Size + MemoryAccount.Delivery;

    /// <summary>Adds the copy to the queue of its consumer.</summary>
    public void Enqueue(Subscriber subscriber)
    {
        _subscriber = subscriber;
        subscriber.Bytes += Bytes;
        Enqueue(subscriber.Waiting);
    }

    public override void Settle(ReadOnlySpan<byte> outcome) => tally.OnCopySettled(outcome);

    public override void ReleaseHold() => tally.OnCopyReleased(this);

    protected override void OnHeld() => tally.OnCopyHeld(this);

    protected override void OnDequeued()
    {
        if (_subscriber is { } subscriber)
        {
            _subscriber = null;
            subscriber.Bytes -= Bytes;
            if (subscriber.Waiting.Count == 0)
            {
                Services.SlowSubscribers.Remove(subscriber);
            }
        }
    }
}
