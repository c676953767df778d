using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Local;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Transport;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Receiving;

/// <summary>One receiving link of a subscription. It is attached on every connection and attached again when the peer detaches it.</summary>
internal sealed class SubscriptionLink : ILocalReceiver
{
    private readonly Subscription _owner;
    private readonly Destination _destination;
    // Links are attached again under the same name (docs/spec/links.md#outcomes-and-retries), so that a broker recognizes them.
    private readonly Guid _name = Guid.NewGuid();
    private readonly Lock _gate = new();
    private BusConnection? _connection;
    private ReceiverLink? _link;
    private CreditWindow _credit;
    private TaskCompletionSource? _drained;
    private volatile bool _stopping;

    public SubscriptionLink(Subscription owner, Destination destination)
    {
        _owner = owner;
        _destination = destination;
        _credit = new CreditWindow(owner.Window);
    }

    public string Address { get; private set; } = "";

    /// <summary>The identity of the destination on the last connection (<see cref="ITopology.IdentityOf"/>); null before the first one.</summary>
    public string? Identity { get; private set; }

    /// <summary>The message format of the last connection; null before the first one.</summary>
    public IMessageFormat? Format { get; private set; }

    public string Topic => _destination.Topic;

    public bool IsAttached { get; private set; }

    /// <summary>Whether the link has stopped receiving from the peer.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Whether every server of the topic gets a copy of the messages on this link.</summary>
    public bool IsFanout => _destination.Pattern == Pattern.Fanout;

    /// <inheritdoc />
    public string Network => _owner.Network;

    /// <summary>Whether messages of this process itself may be handed over now.</summary>
    public bool HasRoomForOwn => _owner.HasRoomForOwn;

    /// <summary>The current gauge of the link; its values are zero while the link is not attached.</summary>
    public TopicGauge Gauge
    {
        get
        {
            lock (_gate)
            {
                return IsAttached ? new TopicGauge(Topic, _credit.Granted, _credit.Unsettled) : new TopicGauge(Topic, 0, 0);
            }
        }
    }

    /// <summary>Attaches the link on a connection. Must not be called under a lock.</summary>
    public void Attach(BusConnection connection)
    {
        var credit = new CreditWindow(_owner.Window);
        var source = connection.Dialect.Topology.ReceiverSourceOf(_destination, _name);
        lock (_gate)
        {
            if (_stopping || connection.IsLost)
            {
                return;
            }

            _connection = connection;
            _link = null;
            _credit = credit;
            Address = source.Address;
            Identity = connection.Dialect.Topology.IdentityOf(_destination);
            Format = connection.Dialect.Format;
        }

        connection.Preparation.OfReceiver(
            _destination,
            _name,
            () => Callback.Run(_owner.Logger, (Link: this, connection, source, credit), static link => link.Link.Attach(link.connection, link.source, link.credit)),
            error => Callback.Run(_owner.Logger, (Link: this, connection, error), static failed => failed.Link.OnClosed(failed.connection, null, failed.error)));
    }

    private void Attach(BusConnection connection, LinkSource source, CreditWindow credit)
    {
        var name = LinkAttach.NameOf("receiver", source.Address, _name);
        if (LinkAttach.OfReceiver(source, name, connection.Peer.MaxFrameSize) is not { } attach)
        {
            OnClosed(connection, null, LinkAttach.TooLong(source.Address, connection.Peer.MaxFrameSize));
            return;
        }

        Session? session = null;
        ReceiverLink? link = null;
        try
        {
            session = connection.Sessions.Take();
            link = new ReceiverLink(
                session, name, attach, (_, answer) =>
                    Callback.Run(_owner.Logger, (Link: this, connection, answer), static attached => attached.Link.OnAttached(attached.connection, attached.answer)));
            if (!TryTakeInUse(connection, link))
            {
                connection.Sessions.Close(link);
                return;
            }

            // The credit window is passed along, so that a message of an old attachment is not counted in the window of a new one.
            link.Start(0, (receiver, message) =>
                Callback.Run(_owner.Logger, (Link: this, receiver, message, credit, connection.Transport), static came => came.Link.OnMessage((ReceiverLink)came.receiver, came.message, came.credit, came.Transport)));
            Grant(link, credit.Open());
            link.AddClosedCallback((_, error) =>
                Callback.Run(_owner.Logger, (Link: this, connection, link, error), static closed => closed.Link.OnClosed(closed.connection, closed.link, closed.error)));
        }
        catch (Exception failure) when (failure is AmqpException or ObjectDisposedException)
        {
            // The peer may end the session between two of these steps. In that case, this link must be attached again.
            if (link is null && session is not null)
            {
                connection.Sessions.Return(session);
            }

            if (link is null && connection.IsOpen)
            {
                // The connection has no free channel or handle. Room is made for the next attempt.
                _owner.MakeRoom();
            }

            OnClosed(connection, link, (failure as AmqpException)?.Error);
        }
    }

    /// <summary>Resets the link after the loss of the connection. The peer delivers unsettled messages again.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _connection = null;
            _link = null;
            IsAttached = false;
        }

        CheckDrained();
    }

    /// <summary>Withdraws the credit. Messages that still arrive are released.</summary>
    public void StopReceiving()
    {
        ReceiverLink? link;
        CreditWindow credit;
        lock (_gate)
        {
            _stopping = true;
            link = _link;
            credit = _credit;
        }

        var held = credit.Close();
        if (link is { LinkState: LinkState.Attached } && held > 0)
        {
            // A drain keeps the credit consistent: the peer either uses the credit, and its messages are released, or gives the credit up.
            ReceiverCredit.Set(link, held, CreditMode.Drain);
        }
    }

    /// <summary>
    /// Completes, after <see cref="StopReceiving"/>, when the peer holds no credit and all received messages are settled. Detaching earlier
    /// would lose messages in flight and could duplicate messages that are being handled.
    /// </summary>
    public Task DrainedAsync()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _drained = drained;
        }

        CheckDrained();
        return drained.Task;
    }

    /// <summary>Checks the credit that the peer holds, after a change.</summary>
    public void CheckDrained()
    {
        ReceiverLink? link;
        TaskCompletionSource? drained;
        CreditWindow window;
        lock (_gate)
        {
            link = _link;
            drained = _drained;
            window = _credit;
        }

        if (drained is null)
        {
            return;
        }

        if (link is not { LinkState: LinkState.Attached })
        {
            drained.TrySetResult();
            return;
        }

        var (credit, isDraining) = ReceiverCredit.Of(link);
        if (credit <= 0)
        {
            if (window.Unsettled == 0)
            {
                drained.TrySetResult();
            }
        }
        else if (!isDraining)
        {
            // A worker granted this credit at the moment of the stop.
            ReceiverCredit.Set(link, credit, CreditMode.Drain);
        }
    }

    /// <summary>Detaches the link permanently.</summary>
    public void Detach()
    {
        ReceiverLink? link;
        BusConnection? connection;
        lock (_gate)
        {
            _stopping = true;
            link = _link;
            connection = _connection;
            _link = null;
            IsAttached = false;
        }

        if (link is not null)
        {
            connection?.Sessions.Close(link);
        }
    }

    /// <summary>Removes what belonged only to this link at the peer, after <see cref="Detach"/>. Does not throw.</summary>
    public Task ReleaseAsync()
    {
        BusConnection? connection;
        lock (_gate)
        {
            connection = _connection;
        }

        return connection is null ? Task.CompletedTask : connection.Preparation.ReleaseAsync(_destination, _name);
    }

    /// <summary>
    /// Settles a message with the attachment on which it was received, and grants the credit that this frees. Returns false if that
    /// attachment was lost: the peer then does not receive the outcome and may deliver the message again.
    /// </summary>
    public bool Settle(ReceiverLink link, CreditWindow credit, MessageDelivery delivery, DeliveryState state)
    {
        if (!LinkStatus.IsUp(link))
        {
            BusLog.SettlementLost(_owner.Logger, "the link or the connection was lost in between");
            return false;
        }

        try
        {
            link.Complete(delivery, state);
        }
        catch (Exception gone) when (gone is AmqpException or InvalidOperationException or IOException)
        {
            BusLog.SettlementLost(_owner.Logger, PeerText.Clean(gone.Message));
            return false;
        }

        try
        {
            Grant(link, credit.OnSettled());
        }
        catch (Exception gone) when (gone is AmqpException or InvalidOperationException or IOException)
        {
            BusLog.SettlementLost(_owner.Logger, PeerText.Clean(gone.Message));
        }

        return true;
    }

    private void Grant(ReceiverLink link, int credit)
    {
        if (credit > 0)
        {
            ReceiverCredit.Set(link, credit, CreditMode.Manual);
        }

        if (_stopping)
        {
            // The settled message may have been the last. The stop may also have come between the decision and the grant; then its drain
            // must be repeated.
            CheckDrained();
        }
    }

    /// <summary>Returns false if the connection was lost, or the subscription stopped, while the link was being created.</summary>
    private bool TryTakeInUse(BusConnection connection, ReceiverLink link)
    {
        lock (_gate)
        {
            if (_stopping || _connection != connection)
            {
                return false;
            }

            _link = link;
            return true;
        }
    }

    /// <summary>
    /// Accepts a message of this process itself, although the link no longer receives from the peer. Returns false if the drain timeout has
    /// passed.
    /// </summary>
    public bool TryTakeOwn(Message message, Func<DeliveryState, bool> settle) =>
        _owner.TryDispatchOwn(new IncomingMessage(message, this, Format!, _owner.Time.GetTimestamp(), settle));

    /// <summary>Runs the handler for one message on a worker.</summary>
    public void Execute(IncomingMessage message) => _owner.Execute(message);

    private void OnAttached(BusConnection connection, Attach answer)
    {
        if (answer.Source is not null)
        {
            lock (_gate)
            {
                if (_connection != connection)
                {
                    return;
                }

                IsAttached = true;
            }

            BusLog.Listening(_owner.Logger, Address);
            _owner.OnLinkAttached(connection);
        }
    }

    private void OnMessage(ReceiverLink receiver, Message message, CreditWindow credit, AmqpTransport transport)
    {
        credit.OnReceived();
        if (transport.IsAborted)
        {
            message.Dispose();
            Grant(receiver, credit.OnSettled());
            return;
        }

        var incoming = new IncomingMessage(message, this, receiver, credit, Format!, _owner.Time.GetTimestamp());
        _owner.Dispatch(incoming);
        if (_stopping)
        {
            CheckDrained();
        }
    }

    private void OnClosed(BusConnection connection, ReceiverLink? link, Error? error)
    {
        if (link is not null && connection.IsOpen)
        {
            connection.Sessions.Return(link);
        }

        bool isOver;
        lock (_gate)
        {
            if (_link != link && _link is not null)
            {
                return;
            }

            _link = null;
            IsAttached = false;
            isOver = _stopping || _connection != connection || !connection.IsOpen;
        }

        if (isOver)
        {
            CheckDrained();
            return;
        }

        var reason = PeerError.Describe(error, "no reason given");
        BusLog.ReceiverLinkClosed(_owner.Logger, PeerText.Clean(Address), reason);
        _owner.OnLinkFailed($"The link at {PeerText.Clean(Address)} was closed: {reason}");
        _owner.Deadlines.Add(new DelayedWork(() => Reattach(connection), _owner.Logger), connection.Dialect.Topology.RetryDelayOf(_destination) ?? _owner.LinkRetryDelay);
    }

    private void Reattach(BusConnection connection)
    {
        lock (_gate)
        {
            if (_stopping || _connection != connection || _link is not null)
            {
                return;
            }
        }

        Attach(connection);
    }
}
