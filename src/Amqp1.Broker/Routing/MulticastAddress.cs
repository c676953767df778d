using Amqp1.Broker.Connections;
using Amqp1.Broker.Frames;

namespace Amqp1.Broker.Routing;

/// <summary>
/// An address where each consumer gets a copy. A copy that a consumer cannot accept now waits in the consumer's own queue. The sender gets
/// its credit back only when the slowest consumer has its copy, so the slowest consumer sets the pace and no message is lost. A consumer
/// that accepts nothing for too long, or that has too much waiting, is detached.
/// </summary>
internal sealed class MulticastAddress(RouterCore router, string name) : Address(router, name)
{
    private const int FewConsumers = 64;
    private readonly Queue<Fanout> _fanouts = [];
    private FanoutChore? _chore;
    private long _number;

    public override void Add(OutgoingLink consumer)
    {
        // Messages that arrived earlier are not for this consumer.
        consumer.Places.LastFanout = _number;
        base.Add(consumer);
    }

    public override void Forward(in IncomingMessage message)
    {
        if (!HasConsumers || Router.Memory.IsFull)
        {
            GiveBack(message, isFull: HasConsumers);
            return;
        }

        Delivery? original = null;
        if (!message.Settled)
        {
            original = new Delivery(message);
            message.Source.Session.Incoming.Track(original);
        }

        var tally = new MulticastTally(original, message.Source, message.Payload.Length);
        if (original is not null)
        {
            original.Copies = tally;
        }

        if (_fanouts.Count > 0 || Consumers.Count > Math.Max(Router.Chores.Left, FewConsumers))
        {
            tally.Hold();
            _fanouts.Enqueue(new Fanout(message, tally, ++_number, Consumers.Count));
            if (_chore is null)
            {
                Router.Chores.DoLater(_chore = new FanoutChore(this));
            }

            return;
        }

        Delivery? kept = null;
        Router.Chores.Charge(Consumers.Count);
        for (var index = Consumers.Count - 1; index >= 0; index--)
        {
            // If a consumer is detached here because it has too much waiting, a consumer that was already served takes its index.
            Copy(Consumers[index], message, tally, ref kept);
        }

        tally.CopySettled(default);
    }

    /// <summary>Serves the consumers that the messages in progress have not reached. Returns false if there are more than a turn may serve.</summary>
    public bool ContinueFanouts()
    {
        while (_fanouts.TryPeek(out var fanout))
        {
            fanout.Left = Math.Min(fanout.Left, Consumers.Count);
            while (fanout.Left > 0 && !fanout.Tally.IsSenderGone)
            {
                if (!Router.Chores.Spend())
                {
                    return false;
                }

                var consumer = Consumers[--fanout.Left];
                if (consumer.Places.LastFanout < fanout.Number)
                {
                    consumer.Places.LastFanout = fanout.Number;
                    var kept = fanout.Kept;
                    Copy(consumer, fanout.Message, fanout.Tally, ref kept);
                    fanout.Kept = kept;
                    fanout.Left = Math.Min(fanout.Left, Consumers.Count);
                }
            }

            _fanouts.Dequeue();
            fanout.Tally.Unhold();
            fanout.Tally.CopySettled(default);
        }

        _chore = null;
        return true;
    }

    public override void Pump(OutgoingLink consumer)
    {
        if (consumer.Places.Subscription is not { } queue)
        {
            return;
        }

        var sent = false;
        while (queue.Waiting.First is { } first && consumer.TryReady())
        {
            if (!Router.Chores.Spend())
            {
                consumer.PumpInAnotherTurn();
                break;
            }

            first.Value.Leave();
            consumer.Send(first.Value);
            first.Value.Unhold();
            sent = true;
        }

        if (sent && queue.Waiting.Count > 0)
        {
            Router.SlowSubscribers.Progress(queue);
        }
    }

    public override bool HasWaiting(OutgoingLink consumer) => consumer.Places.Subscription is { Waiting.Count: > 0 };

    // The other consumers have their own copies; the copy of this consumer counts as released.
    public override void Return(Delivery unfinished) => unfinished.Settle(Outcomes.Released);

    public override bool Recover(OutgoingLink removed)
    {
        if (removed.Places.Subscription is not { } queue)
        {
            return true;
        }

        var lost = 0;
        while (queue.Waiting.First is { Value: var copy } && Router.Chores.Spend())
        {
            copy.Leave();
            copy.Unhold();
            if (copy.AwaitsSettlement)
            {
                copy.Settle(Outcomes.Released);
            }
            else
            {
                copy.Tally!.CopySettled(default);
                lost++;
            }
        }

        if (lost > 0)
        {
            Router.CountLost(Name, lost);
        }

        return queue.Waiting.Count == 0;
    }

    private void Copy(OutgoingLink consumer, in IncomingMessage message, MulticastTally tally, ref Delivery? kept)
    {
        if (!HasWaiting(consumer) && consumer.TryReady())
        {
            if (message.Settled && !consumer.AlwaysUnsettled)
            {
                consumer.Send(message, null);
            }
            else
            {
                tally.AddCopy();
                consumer.Send(message, new Delivery(message, tally));
            }

            return;
        }

        // All waiting copies share one payload and have the same time-to-live.
        tally.AddCopy();
        var copy = new Delivery(message, tally);
        if (kept is null)
        {
            copy.Keep(message);
            kept = new Delivery(message, tally) { Payload = copy.Payload, Expiry = copy.Expiry };
        }
        else
        {
            copy.Payload = kept.Payload;
            copy.Expiry = kept.Expiry;
        }

        var queue = consumer.Places.Subscription ??= new SubscriberQueue(consumer);
        if (queue.Waiting.Count == 0)
        {
            Router.SlowSubscribers.Progress(queue);
        }

        copy.Wait(queue);
        if (queue.Bytes > Router.Options.SlowSubscriberBytes && queue.Waiting.Count > 1)
        {
            Router.SlowSubscribers.Detach(queue, $"more than {Router.Options.SlowSubscriberBytes} bytes (SlowSubscriberBytes)");
        }
    }
}
