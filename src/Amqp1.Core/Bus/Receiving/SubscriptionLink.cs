using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Local;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Bus.Receiving;

/// <summary>One receiving link of a subscription. It is attached on every connection and attached again when the peer detaches it.</summary>
internal sealed class SubscriptionLink : ILocalReceiver
{
    private readonly Subscription _owner;
    private readonly Destination _destination;

    // Links are attached again under the same name (docs/spec/links.md#outcomes-and-retries), so that a broker recognizes them.
    private readonly Guid _name = Guid.NewGuid();
    private readonly Lock _gate = new();
    private ReceiverAttachment? _attachment;
    private BusConnection? _lastConnection;
    private TaskCompletionSource? _drained;
    private volatile bool _stopping;

    public SubscriptionLink(Subscription owner, Destination destination)
    {
        _owner = owner;
        _destination = destination;
    }

    public string Address { get; private set; } = "";

    /// <inheritdoc />
    public string? Identity { get; private set; }

    /// <inheritdoc />
    public IMessageFormat? Format { get; private set; }

    public string Topic => _destination.Topic;

    /// <summary>The pool of the listener; null for a server, and for a listener without a pool.</summary>
    public string? Pool => _destination.Pool;

    public bool IsAttached => Current is { IsAttached: true };

    /// <inheritdoc />
    public bool IsStopping => _stopping;

    /// <summary>Whether every server of the topic gets a copy of the messages on this link.</summary>
    public bool IsFanout => _destination.Pattern == Pattern.Fanout;

    /// <inheritdoc />
    public string Network => _owner.Network;

    /// <inheritdoc />
    public bool HasRoomForOwn => _owner.HasRoomForOwn;

    /// <summary>The current gauge of the link; its values are zero while the link is not attached.</summary>
    public TopicGauge Gauge =>
        Current is { IsAttached: true, Credit: var credit } ? new TopicGauge(Topic, credit.Granted, credit.Unsettled) : new TopicGauge(Topic, 0, 0);

    private ReceiverAttachment? Current
    {
        get
        {
            lock (_gate)
            {
                return _attachment;
            }
        }
    }

    /// <summary>Prepares the node and attaches the link on a connection. Must not be called under a lock.</summary>
    public void Attach(BusConnection connection)
    {
        var topology = connection.Dialect.Topology;
        var source = topology.ReceiverSourceOf(_destination, _name);
        var attachment = new ReceiverAttachment(
            this, connection, source, _owner.Window, LinkAttach.NameOf("receiver", source.Address, _name), _owner.Logger);
        lock (_gate)
        {
            if (_stopping || connection.IsLost)
            {
                return;
            }

            _attachment = attachment;
            _lastConnection = connection;
            Address = source.Address;
            Identity = topology.IdentityOf(_destination);
            Format = attachment.Format;
        }

        connection.Preparation.OfReceiver(_destination, _name, attachment.Begin, attachment.Fail);
    }

    /// <summary>Resets the link after the loss of the connection. The peer delivers unsettled messages again.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _attachment = null;
        }

        CheckDrained();
    }

    /// <summary>Withdraws the credit. Messages that still arrive are released.</summary>
    public void StopReceiving()
    {
        ReceiverAttachment? attachment;
        lock (_gate)
        {
            _stopping = true;
            attachment = _attachment;
        }

        attachment?.Drain();
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
        ReceiverAttachment? attachment;
        TaskCompletionSource? drained;
        lock (_gate)
        {
            attachment = _attachment;
            drained = _drained;
        }

        if (drained is not null && attachment?.IsDrained() != false)
        {
            drained.TrySetResult();
        }
    }

    /// <summary>Detaches the link permanently.</summary>
    public void Detach()
    {
        ReceiverAttachment? attachment;
        lock (_gate)
        {
            _stopping = true;
            attachment = _attachment;
            _attachment = null;
        }

        attachment?.Detach();
    }

    /// <summary>Removes the objects at the peer that belonged only to this link, after <see cref="Detach"/>. Does not throw.</summary>
    public Task ReleaseAsync()
    {
        BusConnection? connection;
        lock (_gate)
        {
            connection = _lastConnection;
        }

        return connection is not { IsOpen: true } ? Task.CompletedTask : connection.Preparation.ReleaseAsync(_destination, _name);
    }

    /// <inheritdoc />
    public bool TryTakeOwn(Message message, Func<DeliveryState, bool> settle) =>
        _owner.TryDispatchOwn(new IncomingMessage(message, this, Format!, _owner.Time.GetTimestamp(), settle));

    /// <summary>Runs the handler for one message on a worker.</summary>
    public void Execute(IncomingMessage message) => _owner.Execute(message);

    // The members below are called by the attachments.

    /// <summary>Returns false if the connection was lost, or the subscription stopped, while the link was being created.</summary>
    public bool TryUse(ReceiverAttachment attachment)
    {
        lock (_gate)
        {
            return !_stopping && _attachment == attachment;
        }
    }

    /// <inheritdoc cref="Subscription.MakeRoom" />
    public void MakeRoom() => _owner.MakeRoom();

    public void OnAttached(ReceiverAttachment attachment)
    {
        if (Current == attachment)
        {
            BusLog.Listening(_owner.Logger, Address);
            _owner.OnLinkAttached();
        }
    }

    public void OnMessage(ReceiverAttachment attachment, Message message)
    {
        _owner.Dispatch(new IncomingMessage(message, this, attachment, _owner.Time.GetTimestamp()));
        OnGranted();
    }

    /// <summary>Checks for the end of a stop after a message was received or settled.</summary>
    public void OnGranted()
    {
        if (_stopping)
        {
            CheckDrained();
        }
    }

    public void OnClosed(ReceiverAttachment attachment, Error? error)
    {
        bool isOver;
        lock (_gate)
        {
            if (_attachment != attachment && _attachment is not null)
            {
                return;
            }

            isOver = _stopping || _attachment is null || !attachment.Connection.IsOpen;
        }

        if (isOver)
        {
            CheckDrained();
            return;
        }

        var reason = PeerError.Describe(error);
        _owner.OnLinkFailed($"The link at {PeerText.Clean(Address)} was closed: {reason}");
        BusLog.ReceiverLinkClosed(_owner.Logger, PeerText.Clean(Address), reason);
        var delay = attachment.Connection.Dialect.Topology.RetryDelayOf(_destination) ?? _owner.LinkRetryDelay;
        _owner.Deadlines.Add(new DelayedWork(() => Reattach(attachment), _owner.Logger), delay);
    }

    private void Reattach(ReceiverAttachment closed)
    {
        if (TryUse(closed))
        {
            Attach(closed.Connection);
        }
    }
}
