using System.Buffers.Binary;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Nodes;

namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>A producer of the model. Used in a turn.</summary>
internal sealed class ModelProducer(QueueModel model, string queue, INode node) : IProducer
{
    private const int BodyHeader = 5;
    private readonly Dictionary<uint, ModelMessage> _unsettled = [];
    private uint _tickets;
    private bool _isLost;
    private bool _isOver;

    public int Place { get; set; } = -1;

    /// <summary>The number of messages that the queue holds for this producer.</summary>
    public int Held { get; private set; }

    /// <summary>The number of messages whose outcome the producer does not know.</summary>
    public int Unsettled => _unsettled.Count;

    public INode Node { get; } = node;

    /// <summary>Whether the queue gives the producer credit.</summary>
    public bool HasCredit => Node.WantsMessages && Node.Room > 0;

    /// <summary>Returns the ID of a message that was encoded by <see cref="Send"/>.</summary>
    public static int IdOf(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadInt32BigEndian(payload[^4..]);

    /// <summary>Sends a message.</summary>
    public void Send(uint? timeToLive, bool settled, int size)
    {
        var message = model.OnSending(queue, timeToLive, settled);
        Span<byte> body = stackalloc byte[BodyHeader + size];
        body.Clear();

        // A section of data.
        (body[1], body[2], body[3], body[4]) = (0x53, 0x75, 0xa0, (byte)size);
        BinaryPrimitives.WriteInt32BigEndian(body[^4..], message.Id);
        var payload = new StoredHeader(Durable: false, Priority: 4, timeToLive ?? 0, DeliveryCount: 0).Write(body, 0);
        if (!settled)
        {
            _unsettled.Add(++_tickets, message);
        }

        Node.Accept(new ReceivedMessage(new DeliveryTicket(this, settled ? 0 : _tickets), 0, settled, payload, default));
    }

    /// <summary>Ends the producer, which is told nothing more.</summary>
    public void Lose() => _isLost = true;

    /// <summary>Ends the producer without a word, because the broker is killed.</summary>
    public void Vanish() => _isOver = true;

    public void OnDemandChanged()
    {
        // The run asks for the credit before each message.
    }

    public void Hold(int size) => Held++;

    public void Release(int size) => Held--;

    public void Track(Delivery delivery) => throw new InvalidOperationException("A queue tracks no deliveries.");

    public void Settle(uint ticket, ReadOnlySpan<byte> outcome)
    {
        if (_isOver)
        {
            // What the broker was about to send when it was killed.
            return;
        }

        _unsettled.Remove(ticket, out var message).ShouldBeTrue("settled twice");
        Outcomes.CodeOf(outcome).ShouldBe(PerformativeCode.Accepted);
        if (!_isLost)
        {
            QueueModel.OnAccepted(message!);
        }
        else
        {
            // The message is stored, which a lost producer does not learn.
            message!.IsPending = false;
        }
    }

    public void Detach(string condition, string description) => throw new InvalidOperationException(description);
}
