using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>
/// The management node: answers requests about the entities of the broker, as the AMQP management draft describes and qpid-dispatch does. A
/// response is a pre-settled message to the reply-to address of its request. Requests are answered one after the other, each over as many
/// turns as it needs.
/// </summary>
internal sealed class ManagementNode(BrokerContext context, NodeDirectory nodes, UndeliveredMessages undelivered, EntityCatalogue types) : IServiceNode, INodeReadings, IChore
{
    public const string Address = "$management";

    private static readonly byte[] NoReplyTo = Refusal(ErrorCondition.InvalidField, "The request has no reply-to address.");
    private static readonly byte[] NoSuchReplyTo = Refusal(ErrorCondition.NotFound, "The reply-to address of the request does not exist.");
    private static readonly byte[] ReplyToRefused = Refusal(ErrorCondition.UnauthorizedAccess, "The requester may not send to the reply-to address.");
    private static readonly byte[] NoRequester = Refusal(ErrorCondition.NotAllowed, "Requests must come from a peer.");
    private static readonly byte[] Undecodable = Refusal(ErrorCondition.DecodeError, "The request cannot be decoded.");
    private static readonly byte[] TooLarge = Refusal(ErrorCondition.MessageSizeExceeded, $"A request may have at most {RequestReader.MostBytes} bytes.");

    private readonly RequestDispatch _dispatch = new(context, types);
    private readonly Queue<PendingRequest> _waiting = [];
    private PendingRequest? _current;
    private IRequestWork? _work;
    private bool _isRunning;
    private int _producers;
    private long _received;
    private long _sent;

    public string Name => Address;

    public ReadOnlySpan<byte> EncodedName => "$management"u8;

    public bool IsUnused => false;

    public bool WantsMessages => true;

    string INodeReadings.Distribution => "closest";

    int INodeReadings.Producers => _producers;

    int INodeReadings.Consumers => 0;

    long INodeReadings.Received => _received;

    long INodeReadings.Sent => _sent;

    /// <summary>Returns the addresses of the management node of a broker. The first ones are those that tools of qpid-dispatch use.</summary>
    public static IReadOnlyList<string> AddressesOf(string containerId)
    {
        string[] names = [Address, "_local/" + Address, FullAddressOf(containerId)];
        return [.. names, .. names.Select(name => "amqp:/" + name)];
    }

    /// <summary>Returns the address by which a management node is known to others.</summary>
    public static string FullAddressOf(string containerId) => $"_topo/0/{containerId}/{Address}";

    public void Add(IProducer producer)
    {
        producer.Place = _producers++;
        producer.OnDemandChanged();
    }

    public void Remove(IProducer producer)
    {
        if (producer.Place >= 0)
        {
            producer.Place = -1;
            _producers--;
        }
    }

    public void Add(IConsumer consumer) =>
        consumer.Detach(ErrorCondition.NotAllowed, "The management node sends its responses to the reply-to address of each request.");

    public void Remove(IConsumer consumer)
    {
    }

    public void OnReady(IConsumer consumer)
    {
    }

    public bool HasMessagesFor(IConsumer consumer) => false;

    public void Return(Delivery unfinished) => throw new InvalidOperationException("The management node has no consumers.");

    public bool Recover(IConsumer lost) => true;

    public void Accept(in ReceivedMessage message)
    {
        _received++;
        var refusal = Read(message, out var request);
        if (request is null)
        {
            undelivered.Refuse(message, Name, refusal);
            return;
        }

        if (!message.Settled)
        {
            message.Ticket.Settle(Outcomes.Accepted);
        }

        request.Hold();
        _waiting.Enqueue(request);
        if (!_isRunning)
        {
            _isRunning = true;
            context.Turns.Chores.Do(this);
        }
    }

    public bool Continue()
    {
        while (_current is not null || _waiting.TryDequeue(out _current))
        {
            if (!context.Turns.Chores.Spend() || !TryFinish(_current))
            {
                return false;
            }

            _work?.Dispose();
            _work = null;
            _current = null;
        }

        _isRunning = false;
        return true;
    }

    private static byte[] Refusal(string condition, string description) => Outcomes.Rejected(condition, description);

    /// <summary>Decodes a request. Returns the outcome of the message if it is refused.</summary>
    private byte[] Read(in ReceivedMessage message, out PendingRequest? request)
    {
        request = null;
        if (message.Ticket.Producer is not IPeerProducer { Requester: var requester })
        {
            return NoRequester;
        }

        if (message.Payload.Length > RequestReader.MostBytes)
        {
            return TooLarge;
        }

        try
        {
            var decoded = RequestReader.Read(message.Payload);
            if (decoded.ReplyTo.Length == 0)
            {
                return NoReplyTo;
            }

            if (!requester.MaySendTo(decoded.ReplyTo))
            {
                return ReplyToRefused;
            }

            if (nodes.FindForMessage(decoded.ReplyTo) is not { } target || target is IServiceNode)
            {
                return NoSuchReplyTo;
            }

            request = new PendingRequest(decoded, message.Ticket, requester, message.Payload.Length);
            return [];
        }
        catch (PeerFaultException)
        {
            // The frame is valid. Only its message is malformed, which is not a protocol violation.
            return Undecodable;
        }
    }

    /// <summary>Starts or continues the current request. Returns false if the turn ended before.</summary>
    private bool TryFinish(PendingRequest pending)
    {
        try
        {
            _work ??= _dispatch.Start(pending, message => Send(pending, message));
            return _work?.Continue() ?? true;
        }
#pragma warning disable CA1031 // A defect in one operation must not end the connection of its requester or the other requests.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            context.Log.ManagementFailed(exception, pending.Request.Operation ?? "", pending.Requester.Peer);
            Send(pending, ResponseWriter.Write(pending.Request, new ManagementResult(ManagementStatus.InternalError, "The operation failed unexpectedly.")));
            return true;
        }
    }

    private void Send(PendingRequest pending, ReadOnlyMemory<byte> response)
    {
        if (!pending.TryAnswer())
        {
            return;
        }

        // While the response waits for the requester, it counts as held for the link of the request.
        var message = new ReceivedMessage(pending.Ticket, 0, settled: true, response.Span, response);
        if (nodes.FindForMessage(pending.Request.ReplyTo) is { } target)
        {
            _sent++;
            target.Accept(message);
        }
        else
        {
            undelivered.NoConsumer(message, Name);
        }
    }
}
