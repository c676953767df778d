using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Local;
using Amqp1.Bus.Receiving;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Transport.Clock;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>
/// One message bus, the backend of RPC or of notifications. It accepts messages and subscriptions in oslo's terms and serves them over
/// the current connection.
/// </summary>
/// <remarks>Thread-safe. Messages may be sent before a connection is open; they wait for it within their deadlines.</remarks>
internal sealed class MessageBus : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SenderCache _senders;
    private readonly ReplyInbox _inbox;
    private readonly ConnectionLifeCycle _lifeCycle;
    private readonly DelayedWork _sweep;
    private readonly BusGauges _gauges;
    private ImmutableArray<Subscription> _subscriptions = [];
    private BusConnection? _connection;
    private ConnectionStatus _status;
    private volatile IDialect? _dialect;
    private volatile bool _repliesWanted;
    private bool _started;
    private volatile bool _stopped;
    private volatile string? _lastLinkError;
    private long _undeliveredReplies;

    public MessageBus(BusSettings settings, TimeProvider time, ILogger logger)
    {
        Settings = settings;
        Time = time;
        Logger = logger = new ClockSafeLogger(SafeLogger.Wrap(logger));
        Network = $"{string.Join(',', settings.Endpoints.Select(endpoint => endpoint.Name))}/{settings.VirtualHost}";
        Deadlines = new DeadlineTimer(ClockThread.For(time), failure => CallbackLog.CallbackFailed(logger, failure));
        _inbox = new ReplyInbox(settings, logger);
        _senders = new SenderCache(settings, Deadlines, time, logger) { LinkFailed = OnLinkFailed };
        _lifeCycle = new ConnectionLifeCycle(settings, this);
        _sweep = new DelayedWork(Sweep, logger);
        _gauges = new BusGauges(this);
        _status = new ConnectionStatus(ConnectionState.Disconnected, time.GetUtcNow());
    }

    public BusSettings Settings { get; }
    public TimeProvider Time { get; }
    public ILogger Logger { get; }
    public DeadlineTimer Deadlines { get; }

    /// <summary>The name of the instance in metrics; null for none.</summary>
    public string? Instance
    {
        get => _inbox.Instance;
        set => _inbox.Instance = value;
    }

    /// <summary>The number of calls that were sent, or are about to be sent, and wait for their reply.</summary>
    public int PendingCalls => _inbox.Count;

    /// <summary>The number of messages that wait to be sent, to be sent again, or for their outcome.</summary>
    public int PendingDeliveries => _senders.PendingDeliveries;

    /// <summary>The current subscriptions.</summary>
    public ImmutableArray<Subscription> Subscriptions
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions;
            }
        }
    }

    /// <summary>The address of replies to this bus; null while there is no such address.</summary>
    public string? ReplyAddress => _inbox.Address;

    /// <summary>The hosts and the virtual host. An address means the same on all buses for which this value is equal.</summary>
    public string Network { get; }

    /// <summary>The host that is connected, was connected last, or is being tried; null before the first attempt.</summary>
    public string? Host => _status.Host;

    /// <summary>The current status of the connection.</summary>
    public ConnectionStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status with
                {
                    Senders = _senders.Count,
                    Receivers = _subscriptions.Sum(subscription => subscription.AttachedLinkCount),
                    LastLinkError = _lastLinkError,
                    UndeliveredReplies = Volatile.Read(ref _undeliveredReplies),
                    LinksExhaustedAt = _senders.Room.ExhaustedAt,
                };
            }
        }
    }

    /// <summary>Raised after the status has changed, on any thread.</summary>
    public event Action<ConnectionStatus>? StatusChanged;

    /// <summary>Starts the connection loop. Does not wait for the connection.</summary>
    public void Start()
    {
        lock (_gate)
        {
            ThrowIfStopped();
            if (_started)
            {
                return;
            }

            _started = true;
        }

        Gauges.Add(_gauges);
        Deadlines.Add(_sweep, Settings.SenderLinkTimeout);
        _senders.OnStarted();
        _lifeCycle.Start();
    }

    /// <summary>Requests a reply address on every connection, because calls will be made.</summary>
    public void WantReplies()
    {
        if (_repliesWanted)
        {
            return;
        }

        BusConnection? connection;
        lock (_gate)
        {
            if (_repliesWanted)
            {
                return;
            }

            _repliesWanted = true;
            connection = _connection;
        }

        if (connection is not null)
        {
            _ = AttachInboxLateAsync(connection);
        }
    }

    /// <summary>Sends a message. The delivery reports the result.</summary>
    public void Send(PendingDelivery delivery)
    {
        ThrowIfStopped();
        delivery.Owner = this;
        Deadlines.Add(delivery, delivery.Timeout);
        _senders.Enqueue(delivery);
    }

    /// <summary>
    /// Makes a call. Completes with the body of the reply; the continuation does not run on the pump. Must be awaited only once.
    /// </summary>
    public ValueTask<ReplyBody> CallAsync(PendingCall call, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        WantReplies();
        call.Owner = this;
        call.Inbox = _inbox;
        call.StartMonitoring(Deadlines);
        Send(call);
        return cancel.CanBeCanceled ? AwaitAsync(call, cancel) : call.Reply;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<ReplyBody> AwaitAsync(PendingCall call, CancellationToken cancel)
        {
            using var registration = AbandonWhenCancelled(call, cancel);
            return await call.Reply.ConfigureAwait(false);
        }
    }

    /// <summary>Sends a message. Completes when the message was accepted.</summary>
    public Task SendAsync(PendingSend send, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Send(send);
        return cancel.CanBeCanceled ? AwaitAsync(send, cancel) : send.Completion;

        static async Task AwaitAsync(PendingSend send, CancellationToken cancel)
        {
            using var registration = AbandonWhenCancelled(send, cancel);
            await send.Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Counts a reply that could not be delivered.</summary>
    public void OnReplyUndelivered() => Interlocked.Increment(ref _undeliveredReplies);

    /// <summary>Records that the peer refused or closed a link that is not for replies.</summary>
    public void OnLinkFailed(string reason) => _lastLinkError = reason;

    /// <summary>Detaches idle senders, because the connection has no room for a receiving link.</summary>
    public void MakeRoom() => _senders.Room.MakeAny();

    /// <summary>The current number of links that send to destinations, and of those that send to reply addresses.</summary>
    public (int Destinations, int Replies) SenderLinks => _senders.LinkCounts;

    /// <summary>Adds a subscription, which is attached now and on every later connection.</summary>
    public void Add(Subscription subscription)
    {
        BusConnection? connection;
        lock (_gate)
        {
            ThrowIfStopped();
            _subscriptions = _subscriptions.Add(subscription);
            connection = _connection;
        }

        if (connection is not null)
        {
            subscription.Attach(connection);
        }
    }

    /// <summary>Removes a subscription that has stopped.</summary>
    public void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            _subscriptions = _subscriptions.Remove(subscription);
        }
    }

    /// <summary>Returns the identity of a destination on the last connection, or null before the first connection.</summary>
    public string? IdentityOf(Destination destination) => _dialect?.Topology.IdentityOf(destination);

    /// <summary>Routes messages of this process to those of its servers and listeners that have stopped receiving.</summary>
    public void UseLocalDelivery(LocalDelivery local)
    {
        if (_senders.Local is null)
        {
            _senders.Use(new LocalRoute(local, this));
        }
        else
        {
            _senders.PumpAll();
        }
    }

    /// <summary>Lets all senders try again.</summary>
    public void PumpSenders() => _senders.PumpAll();

    /// <summary>Closes the connection within the limit and fails all waiting messages. May be called more than once.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        bool wasStarted;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            wasStarted = _started;
        }

        Gauges.Remove(_gauges);
        Deadlines.Remove(_sweep);
        await _lifeCycle.StopAsync(limit).ConfigureAwait(false);
        if (!wasStarted)
        {
            // The loop never started, so it does not report the end.
            Report(ConnectionState.Closed);
        }

        _senders.Close(ClosedFailure);
        _inbox.Reset(ClosedFailure);
        Deadlines.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);

    // The members below are called by the life cycle, which determines their order.

    /// <summary>Attaches the reply link, if calls are made, before the connection is reported as open.</summary>
    internal async Task PrepareAsync(BusConnection connection, CancellationToken cancel)
    {
        if (_repliesWanted)
        {
            await _inbox.AttachAsync(connection, cancel).ConfigureAwait(false);
        }
    }

    internal void OnConnected(BusConnection connection)
    {
        ImmutableArray<Subscription> subscriptions;
        bool attachInbox;
        lock (_gate)
        {
            if (connection.IsLost)
            {
                return;
            }

            _connection = connection;
            _dialect = connection.Dialect;
            subscriptions = _subscriptions;
            attachInbox = _repliesWanted && _inbox.Address is null;
        }

        Report(ConnectionState.Open, connection.Endpoint.ToString(), connection);
        foreach (var subscription in subscriptions)
        {
            subscription.Attach(connection);
        }

        if (attachInbox)
        {
            _ = AttachInboxLateAsync(connection);
        }

        _senders.OnConnected(connection);
    }

    /// <summary>Resets everything that depended on the connection, in the step that detects its loss.</summary>
    internal void OnLost(BusConnection connection, ConnectionLoss loss)
    {
        ImmutableArray<Subscription> subscriptions;
        lock (_gate)
        {
            if (_connection != connection)
            {
                return;
            }

            _connection = null;
            subscriptions = _subscriptions;
        }

        Report(ConnectionState.Reconnecting, connection.Endpoint.ToString(), error: loss.Reason);
        foreach (var subscription in subscriptions)
        {
            subscription.Reset();
        }

        var failure = new SendFailure($"The connection to {connection.Endpoint} was lost: {loss.Reason}", loss.Condition);
        _inbox.Reset(failure);
        _senders.OnConnectionLost(failure);
    }

    internal void OnAttemptFailed(string host, string reason, string? condition)
    {
        _inbox.Reset(new SendFailure(reason, condition));
        Report(ConnectionState.Disconnected, host, error: reason);
        _senders.Charge(new SendFailure($"Cannot connect to {host}: {reason}", condition));
    }

    /// <summary>
    /// Lets senders that wait for credit try again, and checks for the end of drains. Called on the pump after a flow frame.
    /// </summary>
    internal void OnFlowProcessed()
    {
        Callback.Run(Logger, this, static bus =>
        {
            bus._senders.PumpStarved();
            foreach (var subscription in bus._subscriptions)
            {
                subscription.OnFlowProcessed();
            }
        });
    }

    internal void Report(ConnectionState state, string? host = null, BusConnection? connection = null, string? error = null)
    {
        ConnectionStatus status;
        lock (_gate)
        {
            if (state == ConnectionState.Open && _connection != connection)
            {
                // The connection was lost while it was being taken into use. The loss has already been reported.
                return;
            }

            if (_stopped && state != ConnectionState.Closed)
            {
                // After a stop, the bus does not reconnect, so the end of the connection is not an outage.
                return;
            }

            _status = ConnectionStatusChange.Apply(_status, state, host, connection, error, Time.GetUtcNow());
            status = _status;
        }

        Callback.Raise(Logger, StatusChanged, status);
    }

    private static SendFailure ClosedFailure { get; } = new("The transport was stopped, with its host or by the application.");

    private void ThrowIfStopped()
    {
        if (_stopped)
        {
            throw new ObjectDisposedException(
                "MessagingTransport",
                $"The transport to {Network} was stopped, with its host or by the application, and sends nothing any more. "
                + "What has to call or notify during the stop of a host must do so before IHostedLifecycleService.StoppedAsync.");
        }
    }

    private static CancellationTokenRegistration AbandonWhenCancelled(PendingDelivery delivery, CancellationToken cancel) =>
        cancel.UnsafeRegister(
            static (state, token) => ((PendingDelivery)state!).Cancel(token), delivery);

    private async Task AttachInboxLateAsync(BusConnection connection)
    {
        try
        {
            using var limit = new CancellationTokenSource(Settings.OpenTimeout, Time);
            await _inbox.AttachAsync(connection, limit.Token).ConfigureAwait(false);
            _senders.PumpStarved();
        }
#pragma warning disable CA1031 // Without the reply link, calls are not possible on this connection, regardless of the reason.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            connection.Abort(new ConnectionLoss(PeerText.Clean(failure.Message)));
        }
    }

    private void Sweep()
    {
        _senders.Sweep();
        if (!_stopped)
        {
            Deadlines.Add(_sweep, Settings.SenderLinkTimeout);
        }
    }
}
