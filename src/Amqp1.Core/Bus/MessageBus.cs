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
internal sealed class MessageBus : ILocalSender, ISubscriptionOwner, IAsyncDisposable
{
    private readonly SenderCache _senders;
    private readonly ReplyInbox _inbox;
    private readonly CancellationSender _cancellations;
    private readonly StatusReport _status;
    private readonly ConnectionUse _use;
    private readonly ConnectionLifeCycle _lifeCycle;
    private readonly DelayedWork _sweep;
    private readonly BusGauges _gauges;
    private readonly Lock _gate = new();
    private volatile BusStage _stage;
    private volatile string? _lastLinkError;
    private long _undeliveredReplies;

    public MessageBus(BusSettings settings, TimeProvider time, ILogger logger)
    {
        Context = new BusContext(settings, time, new ClockSafeLogger(SafeLogger.Wrap(logger)));
        _status = new StatusReport(Context);
        _inbox = new ReplyInbox(Context) { OnCancelled = (call, id) => CancelRequest(call.Outgoing.Destination, id) };
        _senders = new SenderCache(Context) { LinkFailed = OnLinkFailed, ReceiverGone = replyTo => Callers!.OnGone(replyTo) };
        Callers = new CallerLinks(_senders, () => _use!.Dialect);
        _cancellations = new CancellationSender(Context, _senders);
        var leaving = new LeavingLinks(Context);
        _use = new ConnectionUse(Context, _status, _inbox, _senders, leaving, _cancellations);
        Streams = new BusStreams(Context, _use, leaving, _senders);
        _lifeCycle = new ConnectionLifeCycle(Context, _use);
        _sweep = new DelayedWork(Sweep, Logger);
        _gauges = new BusGauges(this);
    }

    public BusContext Context { get; }

    /// <summary>The links to the callers of this process.</summary>
    public CallerLinks Callers { get; }

    /// <summary>The streams that this process reads.</summary>
    public BusStreams Streams { get; }

    public BusSettings Settings => Context.Settings;

    public TimeProvider Time => Context.Time;

    public ILogger Logger => Context.Logger;

    public DeadlineTimer Deadlines => Context.Deadlines;

    public string Network => Context.Network;

    /// <inheritdoc cref="BusContext.Instance" />
    public string? Instance
    {
        get => Context.Instance;
        set => Context.Instance = value;
    }

    /// <summary>The number of calls that were sent, or are about to be sent, and wait for their reply.</summary>
    public int PendingCalls => _inbox.Count;

    /// <summary>The number of messages that wait to be sent, to be sent again, or for their outcome.</summary>
    public int PendingDeliveries => _senders.PendingDeliveries;

    /// <summary>The current subscriptions of servers and listeners.</summary>
    public ImmutableArray<Subscription> Subscriptions => _use.Subscriptions.RemoveAll(static subscription => subscription.IsAuxiliary);

    /// <summary>The address of replies to this bus; null while there is no such address.</summary>
    public string? ReplyAddress => _inbox.Address;

    /// <summary>The host that is connected, was connected last, or is being tried; null before the first attempt.</summary>
    public string? Host => _status.Current.Host;

    /// <summary>The current status of the connection.</summary>
    public ConnectionStatus Status => _status.Current with
    {
        Senders = _senders.Count,
        Receivers = Subscriptions.Sum(subscription => subscription.AttachedLinkCount),
        LastLinkError = _lastLinkError,
        UndeliveredReplies = Volatile.Read(ref _undeliveredReplies),
        LinksExhaustedAt = _senders.Room.ExhaustedAt,
    };

    /// <summary>Raised after the status has changed, on any thread.</summary>
    public event Action<ConnectionStatus>? StatusChanged
    {
        add => _status.Changed += value;
        remove => _status.Changed -= value;
    }

    /// <summary>Starts the connection loop. Does not wait for the connection.</summary>
    public void Start()
    {
        lock (_gate)
        {
            ThrowIfStopped();
            if (_stage != BusStage.Created)
            {
                return;
            }

            _stage = BusStage.Started;
        }

        Gauges.Add(_gauges);
        Deadlines.Add(_sweep, Settings.SenderLinkTimeout);
        _senders.OnStarted();
        _lifeCycle.Start();
    }

    /// <inheritdoc cref="ConnectionUse.WantReplies" />
    public void WantReplies() => _use.WantReplies();

    /// <summary>Sends a message. The delivery reports the result.</summary>
    public void Send(PendingDelivery delivery)
    {
        ThrowIfStopped();
        delivery.Owner = Context;
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
        call.Owner = Context;
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

    /// <summary>
    /// Sends a message. Completes when the message was accepted; the continuation does not run on the pump. Must be awaited only once.
    /// </summary>
    public ValueTask SendAsync(PendingSend send, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Send(send);
        return cancel.CanBeCanceled ? AwaitAsync(send, cancel) : send.Completion;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        static async ValueTask AwaitAsync(PendingSend send, CancellationToken cancel)
        {
            using var registration = AbandonWhenCancelled(send, cancel);
            await send.Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Tells the servers at a destination that the reply to a request is no longer wanted. Does not wait.</summary>
    public void CancelRequest(Destination request, CallId id)
    {
        if (Settings.PropagateCancellation && _stage == BusStage.Started)
        {
            _cancellations.Send(request, id);
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

    /// <inheritdoc cref="ConnectionUse.Add" />
    public void Add(Subscription subscription)
    {
        ThrowIfStopped();
        _use.Add(subscription);
    }

    public void Remove(Subscription subscription) => _use.Remove(subscription);

    /// <summary>Returns the identity of a destination on the last connection, or null before the first connection.</summary>
    public string? IdentityOf(Destination destination) => _use.Dialect?.Topology.IdentityOf(destination);

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
            if (_stage == BusStage.Stopped)
            {
                return;
            }

            wasStarted = _stage == BusStage.Started;
            _stage = BusStage.Stopped;
        }

        _status.Stop();
        Gauges.Remove(_gauges);
        Deadlines.Remove(_sweep);
        if (Settings.PropagateCancellation && Status.State == ConnectionState.Open)
        {
            await _cancellations.SendAsync(_inbox.Reset(ClosedFailure)).ConfigureAwait(false);
        }

        await _lifeCycle.StopAsync(limit).ConfigureAwait(false);
        if (!wasStarted)
        {
            // The loop never started, so it does not report the end.
            _status.Report(ConnectionState.Closed);
        }

        _senders.Close(ClosedFailure);
        _inbox.Reset(ClosedFailure);
        Deadlines.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);

    private static SendFailure ClosedFailure { get; } = new("The transport was stopped, with its host or by the application.");

    private void ThrowIfStopped()
    {
        if (_stage == BusStage.Stopped)
        {
            throw new ObjectDisposedException(
                "MessagingTransport",
                $"The transport to {Network} was stopped, with its host or by the application, and cannot send messages any more. "
                + "Code that calls or notifies during the stop of a host must do so before IHostedLifecycleService.StoppedAsync.");
        }
    }

    private static CancellationTokenRegistration AbandonWhenCancelled(PendingDelivery delivery, CancellationToken cancel) =>
        cancel.UnsafeRegister(
            static (state, token) => ((PendingDelivery)state!).Cancel(token), delivery);

    private void Sweep()
    {
        _senders.Sweep();
        if (_stage != BusStage.Stopped)
        {
            Deadlines.Add(_sweep, Settings.SenderLinkTimeout);
        }
    }
}
