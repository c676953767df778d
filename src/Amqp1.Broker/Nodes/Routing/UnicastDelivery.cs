namespace Amqp1.Broker.Nodes.Routing;

/// <summary>A message to one consumer. Its outcome goes to its producer.</summary>
internal sealed class UnicastDelivery : HeldDelivery
{
    private bool _awaitsOutcome;

    public UnicastDelivery(in ReceivedMessage message, RoutingNode node)
        : base(message, node)
    {
        _awaitsOutcome = !message.Settled;
        if (_awaitsOutcome)
        {
            Ticket.Producer.Track(this);
        }
    }

    /// <summary>Whether the producer still expects the outcome. False for a pre-settled message, and when the producer has settled or was lost.</summary>
    public override bool AwaitsOutcome => _awaitsOutcome;

    public override void Settle(ReadOnlySpan<byte> outcome)
    {
        if (_awaitsOutcome)
        {
            _awaitsOutcome = false;
            Ticket.Settle(outcome);
        }
    }

    public override void OnProducerSettled()
    {
        _awaitsOutcome = false;
        Consumer?.OnProducerSettled(this);
    }

    public override bool OnProducerGone()
    {
        _awaitsOutcome = false;
        DropIfWaiting();
        return true;
    }

    public override void ReleaseHold() => Ticket.Producer.Release(Size);

    protected override void OnHeld() => Ticket.Producer.Hold(Size);
}
