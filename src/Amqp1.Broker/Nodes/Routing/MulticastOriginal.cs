using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>A multicast message at its producer, which gets the combined outcome of the copies.</summary>
internal sealed class MulticastOriginal : Delivery
{
    private readonly Chores _chores;
    private bool _awaitsOutcome = true;

    public MulticastOriginal(in ReceivedMessage message, Chores chores)
        : base(message)
    {
        _chores = chores;
        Ticket.Producer.Track(this);
    }

    /// <summary>The outcomes of the copies.</summary>
    public MulticastTally? Tally { get; set; }

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
        Tally?.OnProducerSettled();
    }

    public override bool OnProducerGone()
    {
        _awaitsOutcome = false;
        return Tally?.OnProducerGone(_chores) ?? true;
    }
}
