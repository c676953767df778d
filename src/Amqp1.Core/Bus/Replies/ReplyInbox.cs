using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Transport;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Replies;

/// <summary>
/// Receives replies over one link on a dynamic node and matches them to the waiting calls by correlation-id (docs/spec/links.md#reply-link).
/// </summary>
internal sealed class ReplyInbox
{
    private readonly BusContext _context;
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, (PendingCall Call, ulong Secret)> _calls = [];
    private readonly HeldProbes _probes;
    private ulong _lastSlot;

    public ReplyInbox(BusContext context)
    {
        _context = context;
        _probes = new HeldProbes(context);
    }

    /// <summary>The reply address; null while there is none.</summary>
    public string? Address { get; private set; }

    /// <summary>The number of calls that wait for their reply.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>
    /// Attaches the link. Completes when the peer has sent the address. Throws <see cref="MessagingException"/> if the peer refuses the
    /// link. If the link is lost later, the connection is aborted.
    /// </summary>
    public async Task AttachAsync(BusConnection connection, CancellationToken cancel)
    {
        var node = await connection.Dialect.Topology.PrepareRepliesAsync(cancel).ConfigureAwait(false);
        var attached = new TaskCompletionSource<(string? Address, MessagingException? Refusal)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach
        {
            Source = node.SourceAddress is { } source ? new Source { Address = source } : new Source { Dynamic = true },
            Target = new Amqp.Framing.Target { Address = "rpc-response" },
            SndSettleMode = SenderSettleMode.Mixed,
            RcvSettleMode = ReceiverSettleMode.First,
        };
        var link = LinkAttach.CreateReceiver(
            connection,
            connection.Sessions.Take(),
            $"openstack.org/om/receiver/[rpc-response]/{Guid.NewGuid():N}",
            attach,
            (_, answer) =>
            {
                if (answer.Source is Source { Address: { } address })
                {
                    attached.TrySetResult((address, null));
                }
            });
        link.AddClosedCallback((_, error) =>
        {
            var why = PeerError.Describe(error);
            if (!attached.TrySetResult((null, new LinkRefusedException($"The peer refused the reply link: {why}.", PeerError.ConditionOf(error)))) && connection.IsOpen)
            {
                connection.Abort(new ConnectionLoss($"the peer closed the reply link: {why}", PeerError.ConditionOf(error)));
            }
        });
        var (address, refusal) = await attached.Task.WaitAsync(cancel).ConfigureAwait(false);
        if (refusal is not null)
        {
            throw refusal;
        }

        Use(connection, node.ReplyTo ?? address);

        // Each link has its own window, so that a late message on an old link is not counted in the window of a new link.
        var credit = new CreditWindow(_context.Settings.ReplyLinkCredit);
        link.Start(0, (receiver, message) =>
            Callback.Run(_context.Logger, (Inbox: this, receiver, message, credit, connection), static came => came.Inbox.OnMessage((ReceiverLink)came.receiver, came.message, came.credit, came.connection)));
        Grant(link, credit.Open());
    }

    /// <summary>
    /// Sets the reply address. Throws <see cref="MessagingException"/> if the connection was lost. The loss has then already reset the
    /// inbox, so the address would remain set for the next connection, on which it is not valid.
    /// </summary>
    internal void Use(BusConnection connection, string? address)
    {
        lock (_gate)
        {
            if (connection.IsLost)
            {
                throw new MessagingException("The connection was lost while the reply link was being attached.");
            }

            Address = address;
        }
    }

    /// <summary>
    /// Clears the address after the loss of the connection and fails the calls that were sent, because their replies cannot arrive. Returns
    /// these calls, with the IDs under which their servers may still run them.
    /// </summary>
    public IReadOnlyCollection<(PendingCall Call, CallId Id)> Reset(SendFailure failure)
    {
        (PendingCall Call, CallId Id)[] waiting;
        lock (_gate)
        {
            Address = null;
            waiting = [.. _calls.Select(entry => (entry.Value.Call, new CallId(entry.Key, entry.Value.Secret)))];
            _calls.Clear();
        }

        _probes.Clear();

        List<(PendingCall, CallId)> sent = [];
        foreach (var (call, id) in waiting)
        {
            // A call that was not sent yet belongs to its sender, which queues it again.
            if (call.Sender?.WasTransferred(call) == true)
            {
                call.Fail(failure with { InDoubt = true });
                sent.Add((call, id));
            }
        }

        return sent;
    }

    /// <summary>Registers one attempt of a call, so that its reply can be matched.</summary>
    public CallId Reserve(PendingCall call, out string? replyTo)
    {
        lock (_gate)
        {
            var id = CallId.Create(++_lastSlot);
            _calls.Add(id.Slot, (call, id.Secret));
            replyTo = Address;
            return id;
        }
    }

    /// <summary>Called with a call that was cancelled after it may have been sent, and with its ID.</summary>
    public Action<PendingCall, CallId>? OnCancelled { get; init; }

    /// <summary>Returns the ID of the current attempt of a call; null if the call is not registered.</summary>
    public CallId? IdOf(ulong slot, PendingCall call)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(slot, out var found) && ReferenceEquals(found.Call, call) ? new CallId(slot, found.Secret) : null;
        }
    }

    /// <summary>Removes a call. May be called more than once.</summary>
    public void Release(ulong slot, PendingCall call)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(slot, out var found) || !ReferenceEquals(found.Call, call))
            {
                return;
            }

            _calls.Remove(slot);
        }

        _probes.Release(slot);
    }

    private PendingCall? Find(CallId? call)
    {
        if (call is not { } id)
        {
            return null;
        }

        lock (_gate)
        {
            return _calls.TryGetValue(id.Slot, out var found) && found.Secret == id.Secret ? found.Call : null;
        }
    }

    private void OnMessage(ReceiverLink link, Message message, CreditWindow credit, BusConnection connection)
    {
        credit.OnReceived();
        if (connection.Transport.IsAborted)
        {
            message.Dispose();
            Grant(link, credit.OnSettled());
            return;
        }

        var format = connection.Dialect.Format;
        var reply = format.ReadReply(message);
        // Read first: the reader owns the message from then on and may dispose it at any time.
        var delivery = message.GetDelivery();
        DeliveryState disposition = Settlements.Accepted;
        if (Find(reply.Call) is not { } call)
        {
            var id = reply.CorrelationId ?? MessageIds.CorrelationIdOf(message);
            if (ProbeId.Read(id) is not { } probed)
            {
                BusLog.UnknownReply(_context.Logger, PeerText.CleanObject(id));
                Diagnostics.Metrics.Count(Diagnostics.Metrics.LateReplies, _context.Instance, _context.Logger);
                disposition = Settlements.OfUnmatchedReply(connection.Dialect);
            }
            else if (connection.Dialect.GrantsCreditForConsumers && TryHold(probed, link, message, delivery))
            {
                message.Dispose();
                Grant(link, credit.OnSettled());
                return;
            }

            message.Dispose();
        }
        else
        {
            Deliver(call, reply, format, message, connection.Transport);
        }

        link.Complete(delivery, disposition);
        Grant(link, credit.OnSettled());
    }

    /// <summary>Holds the probe of a call that is in progress. Returns false if it is settled at once.</summary>
    private bool TryHold(CallId id, ReceiverLink link, Message message, MessageDelivery delivery)
    {
        if (LibraryInternals.DeliveryOf(message) is not { Settled: false } || Find(id) is null || !_probes.TryHold(id.Slot, link, delivery))
        {
            return false;
        }

        if (Find(id) is null)
        {
            // The call has ended in the meantime.
            _probes.Release(id.Slot);
        }

        return true;
    }

    private static void Deliver(PendingCall call, in IncomingReply reply, IMessageFormat format, Message message, AmqpTransport pump)
    {
        if (reply.Fault is { } malformed)
        {
            call.Abandon(new MessagingException($"The reply from {call.Outgoing.Destination} cannot be read: {malformed.Message}", malformed));
        }
        else if (reply.Body is { } body)
        {
            call.OnReply(new ReplyBody(body, format, message), pump);
        }
        else
        {
            call.OnHeartbeat();
            message.Dispose();
        }
    }

    private static void Grant(ReceiverLink link, int credit)
    {
        if (credit > 0)
        {
            ReceiverCredit.Set(link, credit, CreditMode.Manual);
        }
    }
}
