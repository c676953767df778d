using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Bus.Replies;

/// <summary>
/// Receives the messages of one stream over a link of its own, on a dynamic node (docs/spec/streams.md). A message is settled when its reader
/// takes it, so that the credit of the link limits the messages that wait here, and their settlement limits the server. Belongs to one
/// connection, whose loss ends it. Thread-safe; one reader.
/// </summary>
internal sealed class StreamInbox : IDisposable
{
    private readonly BusContext _context;
    private readonly LeavingLinks _leaving;
    private readonly BusConnection _connection;
    private readonly CreditWindow _credit;
    private readonly Channel<StreamMessage> _messages = Channel.CreateUnbounded<StreamMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private ReceiverLink? _link;
    private CallId? _id;

    private StreamInbox(BusContext context, LeavingLinks leaving, BusConnection connection, int window)
    {
        _context = context;
        _leaving = leaving;
        _connection = connection;
        _credit = new CreditWindow(window);

        // A broker settles a message when it has stored it, so that its settlement does not say that the reader has taken it.
        var isSettledByReader = connection.Dialect.GrantsCreditForConsumers || !context.Settings.PropagateCancellation;
        Acceptance = new PartAcceptance(isSettledByReader ? null : Math.Min(window, PartAcceptance.MaxWindow));
    }

    /// <summary>How the messages of the stream are taken.</summary>
    public PartAcceptance Acceptance { get; }

    /// <summary>The reply address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Whether the stream can still receive messages.</summary>
    public bool IsOpen => !_connection.IsLost && !_messages.Reader.Completion.IsCompleted;

    /// <summary>The ID of the last attempt to send the request; null before the first one.</summary>
    public CallId? Id
    {
        get
        {
            lock (_gate)
            {
                return _id;
            }
        }
    }

    /// <summary>
    /// Opens an inbox. Completes when the peer has sent the address. Throws <see cref="MessagingException"/> if the peer refuses the link or
    /// the connection is lost.
    /// </summary>
    public static async Task<StreamInbox> OpenAsync(
        BusContext context, LeavingLinks leaving, BusConnection connection, int window, CancellationToken cancel)
    {
        var inbox = new StreamInbox(context, leaving, connection, window);
        try
        {
            await inbox.AttachAsync(cancel).ConfigureAwait(false);
            return inbox;
        }
        catch (Exception failure) when (failure is AmqpException or ObjectDisposedException)
        {
            inbox.Dispose();
            throw new MessagingException($"The link of the stream could not be attached: {PeerText.Clean(failure.Message)}", failure);
        }
        catch
        {
            inbox.Dispose();
            throw;
        }
    }

    /// <summary>Returns the ID of the next attempt to send the request. Messages with the ID of an earlier attempt are dropped.</summary>
    public CallId NextId()
    {
        var id = CallId.Create();
        lock (_gate)
        {
            _id = id;
        }

        return id;
    }

    /// <summary>Takes the next message if there is one. The caller takes it over, and must settle it.</summary>
    public bool TryTake(out StreamMessage message) => _messages.Reader.TryRead(out message);

    /// <summary>
    /// Completes with true when there is a message. Faults with the failure when the stream has ended and all messages that had arrived were
    /// taken.
    /// </summary>
    public ValueTask<bool> WaitAsync() => _messages.Reader.WaitToReadAsync();

    /// <summary>Ends the stream after the messages that have arrived.</summary>
    public void Fail(Exception failure) => _messages.Writer.TryComplete(failure);

    /// <summary>Settles a message that the reader has taken, and grants credit for another one.</summary>
    public void Accept(in StreamMessage message) => Settle(message.Delivery, Settlements.Accepted);

    /// <summary>Leaves the link and returns the messages that were not taken.</summary>
    public void Dispose()
    {
        _messages.Writer.TryComplete(new ObjectDisposedException(nameof(StreamInbox)));
        _credit.Close();
        while (_messages.Reader.TryRead(out var message))
        {
            message.Body.Dispose();
            Settle(message.Delivery, Settlements.Released);
        }

        if (_link is { } link)
        {
            _leaving.Add(link, _connection);
        }
    }

    private async Task AttachAsync(CancellationToken cancel)
    {
        var node = await _connection.Dialect.Topology.PrepareStreamAsync(cancel).ConfigureAwait(false);
        var attached = new TaskCompletionSource<(string? Address, MessagingException? Refusal)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach
        {
            Source = node.SourceAddress is { } source ? new Source { Address = source } : new Source { Dynamic = true },
            Target = new Amqp.Framing.Target { Address = "rpc-stream" },
            SndSettleMode = SenderSettleMode.Mixed,
            RcvSettleMode = ReceiverSettleMode.First,
        };
        var link = new ReceiverLink(
            _connection.Sessions.Take(),
            $"openstack.org/om/receiver/[rpc-stream]/{Guid.NewGuid():N}",
            attach,
            (_, answer) =>
            {
                if (answer.Source is Source { Address: { } address })
                {
                    attached.TrySetResult((address, null));
                }
            });
        _link = link;
        link.AddClosedCallback((_, error) => Callback.Run(_context.Logger, (Inbox: this, error, attached), static closed => closed.Inbox.OnClosed(closed.error, closed.attached)));
        var (address, refusal) = await attached.Task.WaitAsync(cancel).ConfigureAwait(false);
        if (refusal is not null)
        {
            throw refusal;
        }

        Address = node.ReplyTo ?? address!;
        link.Start(0, (receiver, message) =>
            Callback.Run(_context.Logger, (Inbox: this, message), static came => came.Inbox.OnMessage(came.message)));
        Grant(_credit.Open());
    }

    private void OnClosed(Error? error, TaskCompletionSource<(string? Address, MessagingException? Refusal)> attached)
    {
        var why = PeerError.Describe(error);
        var failure = new LinkRefusedException($"The peer closed the link of the stream: {why}.", PeerError.ConditionOf(error));
        if (!attached.TrySetResult((null, failure)))
        {
            Fail(failure);
        }

        _connection.Sessions.Return(_link!);
    }

    private void OnMessage(Message message)
    {
        _credit.OnReceived();
        Receive(message);

        // The message may have used the last credit of the link after its reader has left.
        _leaving.Check();
    }

    private void Receive(Message message)
    {
        if (_connection.Transport.IsAborted)
        {
            message.Dispose();
            Grant(_credit.OnSettled());
            return;
        }

        var format = _connection.Dialect.Format;
        var reply = format.ReadReply(message);
        // Read first: the reader owns the message from then on and may dispose it at any time.
        var delivery = message.GetDelivery();
        if (reply.Call is null || reply.Call != Id)
        {
            var isProbe = ProbeId.Read(reply.CorrelationId ?? MessageIds.CorrelationIdOf(message)) is not null;
            message.Dispose();
            Settle(delivery, isProbe ? Settlements.Accepted : Settlements.OfUnmatchedReply(_connection.Dialect));
        }
        else if (reply.Fault is { } malformed)
        {
            message.Dispose();
            Fail(new MessagingException($"A message of the stream cannot be read: {malformed.Message}", malformed));
        }
        else if (reply.Body is not { } body)
        {
            message.Dispose();
            Settle(delivery, Settlements.Accepted);
        }
        else if (!_messages.Writer.TryWrite(new StreamMessage(new ReplyBody(body, format, message), delivery)))
        {
            message.Dispose();
            Settle(delivery, Settlements.Released);
        }
    }

    private void Settle(MessageDelivery delivery, DeliveryState state)
    {
        try
        {
            _link!.Complete(delivery, state);
            Grant(_credit.OnSettled());
        }
        catch (Exception gone) when (gone is AmqpException or InvalidOperationException or IOException)
        {
            // The link or its connection has ended, which also ends the stream.
            BusLog.SettlementLost(_context.Logger, PeerText.Clean(gone.Message));
        }
    }

    private void Grant(int credit)
    {
        if (credit > 0)
        {
            ReceiverCredit.Set(_link!, credit, CreditMode.Manual);
        }
    }
}
