using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>A consumer of the model. Used in a turn.</summary>
internal sealed class ModelConsumer(QueueModel model, string queue, INode node, Chores chores, bool settled) : IConsumer, IChore
{
    private readonly List<(Delivery Delivery, ModelMessage Message)> _unsettled = [];
    private readonly Dictionary<Delivery, (ModelMessage Message, int Change)> _unwritten = [];
    private bool _isResuming;
    private bool _isOver;

    public string Queue { get; } = queue;

    public INode Node { get; } = node;

    public int Credit { get; private set; }

    /// <summary>The number of outcomes that the broker has not confirmed.</summary>
    public int Unwritten => _unwritten.Count;

    public string Name => "consumer";

    public string Peer => "model";

    public bool IsAttached { get; private set; } = true;

    public bool Browses => false;

    public SubscriptionRequest? Subscription => null;

    public Scope SessionScope { get; } = new(chores);

    public Scope ConnectionScope { get; } = new(chores);

    public bool IsClosedByPeer => false;

    public int Unsettled => _unsettled.Count;

    public bool AlwaysUnsettled => false;

    public object? NodeState { get; set; }

    public int Place { get; set; } = -1;

    public void Grant(int credit)
    {
        Credit += credit;
        Node.OnReady(this);
    }

    public bool TryReady() => IsAttached && Credit > 0;

    public bool SendsAtOnce(int size) => true;

    public void Send(in ReceivedMessage message, Delivery? delivery) => throw new InvalidOperationException("A queue keeps its messages.");

    public void Send(Delivery delivery)
    {
        Credit--;
        var header = StoredHeader.Read(delivery.Payload.Span, out _);
        var message = model.OnDelivered(this, ModelProducer.IdOf(delivery.Payload.Span), header.DeliveryCount);
        delivery.Consumer = this;
        if (settled)
        {
            Settle(delivery, message, ModelOutcome.Accepted);
        }
        else
        {
            _unsettled.Add((delivery, message));
        }
    }

    /// <summary>Settles one of the deliveries.</summary>
    public void SettleAny(Random random, ModelOutcome outcome)
    {
        if (_unsettled.Count > 0)
        {
            var index = random.Next(_unsettled.Count);
            var (delivery, message) = _unsettled[index];
            _unsettled.RemoveAt(index);
            Settle(delivery, message, outcome);
        }
    }

    /// <summary>Ends the consumer as a lost link does: the last message returns if it was not sent completely, the others have failed.</summary>
    public void Lose(bool isSending)
    {
        IsAttached = false;
        Node.Remove(this);
        if (isSending && _unsettled.Count > 0)
        {
            var (delivery, message) = _unsettled[^1];
            _unsettled.RemoveAt(_unsettled.Count - 1);
            model.OnOutcome(message, ModelOutcome.Released);
            Node.Return(delivery);
        }

        foreach (var (delivery, message) in _unsettled)
        {
            Settle(delivery, message, ModelOutcome.Failed);
        }

        _unsettled.Clear();
        Node.Recover(this);
    }

    /// <summary>Ends the consumer without a word, because the broker is killed.</summary>
    public void Vanish()
    {
        IsAttached = false;
        _isOver = true;
    }

    public void ResumeInAnotherTurn()
    {
        if (!_isResuming)
        {
            _isResuming = true;
            chores.DoLater(this);
        }
    }

    public void OnProducerSettled(Delivery delivery) => throw new InvalidOperationException("A queue has settled with its producer before.");

    public void OnWritten(Delivery delivery)
    {
        if (_isOver)
        {
            // What the broker was about to send when it was killed.
            return;
        }

        delivery.OutcomeBeingWritten.ShouldNotBe(0ul);
        _unwritten.Remove(delivery, out var unwritten).ShouldBeTrue("confirmed twice");
        unwritten.Message.OnWritten(unwritten.Change);
    }

    public void Detach(string condition, string description) => throw new InvalidOperationException(description);

    bool IChore.Continue()
    {
        _isResuming = false;
        Node.OnReady(this);
        return true;
    }

    private static byte[] Encode(ModelOutcome outcome) => outcome switch
    {
        ModelOutcome.Accepted => Outcomes.Accepted.ToArray(),
        ModelOutcome.Released => Outcomes.Released.ToArray(),
        ModelOutcome.Rejected => Outcomes.Rejected("model:rejected", "The model has rejected it."),
        _ => new FrameBuilder().StartValue().OpenList(PerformativeCode.Modified)
            .Bool(outcome != ModelOutcome.RefusedHere).Bool(outcome != ModelOutcome.Failed).CloseList().Value.ToArray(),
    };

    private void Settle(Delivery delivery, ModelMessage message, ModelOutcome outcome)
    {
        var change = model.OnOutcome(message, outcome);
        delivery.Settle(Encode(outcome));
        if (delivery.OutcomeBeingWritten != 0)
        {
            change.ShouldNotBe(0, "an outcome that changes nothing is written");
            _unwritten.Add(delivery, (message, change));
        }
    }
}
