using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// An address where each consumer gets a copy. A copy that a consumer cannot accept now waits in the consumer's own queue. The producer gets
/// its credit back only when the slowest consumer has its copy, so the slowest consumer sets the pace and no message is lost. A consumer
/// that accepts nothing for too long, or that has too much waiting, is detached.
/// </summary>
internal sealed class MulticastNode(RoutingServices services, string name) : RoutingNode(services, name)
{
    private const int FewConsumers = 64;
    private readonly Queue<Fanout> _fanouts = [];
    private FanoutChore? _chore;
    private long _number;

    private long MostWaitingBytes => Services.Context.Options.SlowSubscriberBytes;

    public override string Distribution => "multicast";

    public override void Add(IConsumer consumer)
    {
        // Messages that arrived earlier are not for this consumer.
        consumer.NodeState = new Subscriber(consumer, Name, _number);
        base.Add(consumer);
    }

    /// <summary>Serves the consumers that the messages in progress have not reached. Returns false if there are more than a turn may serve.</summary>
    public bool ContinueFanouts()
    {
        while (_fanouts.TryPeek(out var fanout))
        {
            fanout.Left = Math.Min(fanout.Left, Consumers.Count);
            while (fanout.Left > 0 && !fanout.Tally.IsProducerGone)
            {
                if (!Chores.Spend())
                {
                    return false;
                }

                var subscriber = SubscriberOf(Consumers[--fanout.Left]);
                if (subscriber.LastFanout < fanout.Number)
                {
                    subscriber.LastFanout = fanout.Number;
                    var retained = fanout.Retained;
                    Copy(subscriber, fanout.Message, fanout.Tally, ref retained);
                    fanout.Retained = retained;
                    fanout.Left = Math.Min(fanout.Left, Consumers.Count);
                }
            }

            _fanouts.Dequeue();
            fanout.Tally.Release();
            fanout.Tally.OnCopiesMade();
        }

        _chore = null;
        return true;
    }

    public override void OnReady(IConsumer consumer)
    {
        var subscriber = SubscriberOf(consumer);
        var sent = false;
        while (subscriber.Waiting.First is { Value: var first } && consumer.TryReady())
        {
            if (!Chores.Spend())
            {
                consumer.ResumeInAnotherTurn();
                break;
            }

            first.DequeueTo(consumer);
            sent = true;
        }

        if (sent && subscriber.Waiting.Count > 0)
        {
            Services.SlowSubscribers.OnProgress(subscriber);
        }
    }

    public override bool HasMessagesFor(IConsumer consumer) => SubscriberOf(consumer).Waiting.Count > 0;

    // The other consumers have their own copies; the copy of this consumer counts as released.
    public override void Return(Delivery unfinished) => unfinished.Settle(Outcomes.Released);

    public override bool Recover(IConsumer lost)
    {
        var waiting = SubscriberOf(lost).Waiting;
        var lostMessages = 0;
        while (waiting.First is { Value: var copy } && Chores.Spend())
        {
            copy.Dequeue();
            copy.ReleaseHold();
            if (copy.AwaitsOutcome)
            {
                copy.Settle(Outcomes.Released);
            }
            else
            {
                copy.Settle(default);
                lostMessages++;
            }
        }

        if (lostMessages > 0)
        {
            Services.Undelivered.CountLost(Name, lostMessages);
        }

        return waiting.Count == 0;
    }

    protected override void Route(in ReceivedMessage message)
    {
        if (Services.Context.Memory.IsFull)
        {
            RefuseForMemory(message);
            return;
        }

        var original = message.Settled ? null : new MulticastOriginal(message, Chores);
        var tally = new MulticastTally(original, message.Ticket.Producer, message.Payload.Length, Services.Context.Memory);
        if (original is not null)
        {
            original.Tally = tally;
        }

        if (_fanouts.Count > 0 || Consumers.Count > Math.Max(Chores.Left, FewConsumers))
        {
            tally.Hold();
            _fanouts.Enqueue(new Fanout(message, tally, ++_number, Consumers.Count));
            if (_chore is null)
            {
                Chores.DoLater(_chore = new FanoutChore(this));
            }

            return;
        }

        RetainedPayload? retained = null;
        Chores.Charge(Consumers.Count);
        for (var index = Consumers.Count - 1; index >= 0; index--)
        {
            // If a consumer is detached here because it has too much waiting, a consumer that was already served takes its index.
            Copy(SubscriberOf(Consumers[index]), message, tally, ref retained);
        }

        tally.OnCopiesMade();
    }

    private static Subscriber SubscriberOf(IConsumer consumer) => (Subscriber)consumer.NodeState!;

    private void Copy(Subscriber subscriber, in ReceivedMessage message, MulticastTally tally, ref RetainedPayload? retained)
    {
        var consumer = subscriber.Consumer;
        if (subscriber.Waiting.Count > 0 || !consumer.TryReady())
        {
            CopyLater(subscriber, message, tally, ref retained);
        }
        else if (!consumer.SendsAtOnce(message.Payload.Length))
        {
            tally.AddCopy();
            var copy = new MulticastCopy(message, tally, this);
            copy.Retain(message);
            copy.SendTo(consumer);
        }
        else if (message.Settled && !consumer.AlwaysUnsettled)
        {
            CountSent();
            consumer.Send(message, null);
        }
        else
        {
            tally.AddCopy();
            CountSent();
            consumer.Send(message, new MulticastCopy(message, tally, this));
        }
    }

    private void CopyLater(Subscriber subscriber, in ReceivedMessage message, MulticastTally tally, ref RetainedPayload? retained)
    {
        // All waiting copies share one payload and have the same time-to-live.
        tally.AddCopy();
        var copy = new MulticastCopy(message, tally, this);
        if (retained is null)
        {
            retained = copy.Retain(message);
        }
        else
        {
            copy.Retain(retained);
        }

        if (subscriber.Waiting.Count == 0)
        {
            Services.SlowSubscribers.OnProgress(subscriber);
        }

        copy.Enqueue(subscriber);
        if (subscriber.Bytes > MostWaitingBytes && subscriber.Waiting.Count > 1)
        {
            Services.SlowSubscribers.Detach(subscriber, $"more than {MostWaitingBytes} bytes (SlowSubscriberBytes)");
        }
    }
}
