using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// An address where each message goes to one consumer. The path of a delivery: <see cref="Route"/> sends it at once, directly from the read
/// buffer, or adds it to the queue, whose length is limited by the credit of the producers. <see cref="OnReady"/> sends the queue in order.
/// The outcome of the consumer goes to <see cref="UnicastDelivery.Settle"/>. If a consumer is lost before it had received the whole message,
/// another consumer gets it; without another consumer, the message is released to its producer.
/// </summary>
internal abstract class UnicastNode(RoutingServices services, string name) : RoutingNode(services, name)
{
    private readonly LinkedList<HeldDelivery> _waiting = [];

    /// <summary>
    /// The consumers that may be able to accept a message, in rotation. A consumer that cannot accept one is removed, and is added again
    /// when it is ready, so that finding a consumer does not depend on the number of consumers.
    /// </summary>
    protected LinkedList<IConsumer> Ready { get; } = [];

    public override void Add(IConsumer consumer)
    {
        consumer.NodeState = Ready.AddLast(consumer);
        base.Add(consumer);
    }

    public override void Remove(IConsumer consumer)
    {
        if (PlaceOf(consumer).List is not null)
        {
            Ready.Remove(PlaceOf(consumer));
        }

        base.Remove(consumer);
    }

    public override void OnReady(IConsumer consumer)
    {
        if (consumer.IsAttached && PlaceOf(consumer).List is null)
        {
            Ready.AddLast(PlaceOf(consumer));
        }

        while (_waiting.First is { Value: var first })
        {
            if (!Chores.Spend())
            {
                consumer.ResumeInAnotherTurn();
                return;
            }

            if (Select() is not { } next)
            {
                return;
            }

            first.DequeueTo(next);
        }
    }

    public override bool HasMessagesFor(IConsumer consumer) => _waiting.Count > 0;

    public override void Return(Delivery unfinished) => ((HeldDelivery)unfinished).Enqueue(_waiting, first: true);

    public override bool Recover(IConsumer lost)
    {
        if (WantsMessages)
        {
            if (Ready.First is { Value: var next })
            {
                OnReady(next);
            }

            return true;
        }

        var lostMessages = 0;
        var isDone = true;
        while (_waiting.First is { Value: var delivery })
        {
            if (!Chores.Spend())
            {
                isDone = false;
                break;
            }

            delivery.Dequeue();
            if (delivery.AwaitsOutcome)
            {
                delivery.Settle(Outcomes.Released);
            }
            else
            {
                lostMessages++;
            }

            delivery.ReleaseHold();
        }

        if (lostMessages > 0)
        {
            Services.Undelivered.CountLost(Name, lostMessages);
        }

        return isDone;
    }

    protected override void Route(in ReceivedMessage message)
    {
        if (_waiting.Count == 0 && Select() is { } consumer)
        {
            Send(message, consumer);
        }
        else if (Services.Context.Memory.IsFull)
        {
            RefuseForMemory(message);
        }
        else
        {
            var delivery = new UnicastDelivery(message, this);
            delivery.Retain(message);
            delivery.Enqueue(_waiting);
        }
    }

    /// <summary>Returns the next consumer in rotation among those that can accept a message now.</summary>
    protected abstract IConsumer? Select();

    /// <summary>Moves a consumer to the end of the rotation.</summary>
    protected void MoveToEnd(IConsumer consumer)
    {
        var place = PlaceOf(consumer);
        if (Ready.Last != place)
        {
            Ready.Remove(place);
            Ready.AddLast(place);
        }
    }

    private static LinkedListNode<IConsumer> PlaceOf(IConsumer consumer) => (LinkedListNode<IConsumer>)consumer.NodeState!;

    private void Send(in ReceivedMessage message, IConsumer consumer)
    {
        var sendsAtOnce = consumer.SendsAtOnce(message.Payload.Length);
        var delivery = sendsAtOnce && message.Settled && !consumer.AlwaysUnsettled ? null : new UnicastDelivery(message, this);
        if (sendsAtOnce)
        {
            CountSent();
            consumer.Send(message, delivery);
        }
        else
        {
            delivery!.Retain(message);
            delivery.SendTo(consumer);
        }
    }
}
