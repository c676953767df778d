using System.Collections.Immutable;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>
/// Takes each connection into use: attaches the reply link, the subscriptions and the senders, and resets them when the connection is
/// lost. Thread-safe.
/// </summary>
internal sealed class ConnectionUse(
    BusContext context, StatusReport status, ReplyInbox inbox, SenderCache senders, LeavingLinks leaving, CancellationSender cancellations) : IConnectionObserver
{
    private readonly Lock _gate = new();
    private ImmutableArray<Subscription> _subscriptions = [];
    private BusConnection? _connection;
    private IDialect? _dialect;
    private volatile bool _repliesWanted;
    private TaskCompletionSource<BusConnection> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>The dialect of the last connection; null before the first one.</summary>
    public IDialect? Dialect => Volatile.Read(ref _dialect);

    /// <summary>Completes with the current connection, or with the next one if there is none. Does not fault.</summary>
    public Task<BusConnection> Opened
    {
        get
        {
            lock (_gate)
            {
                return _opened.Task;
            }
        }
    }

    /// <summary>Adds a subscription, which is attached now and on every later connection.</summary>
    public void Add(Subscription subscription)
    {
        BusConnection? connection;
        lock (_gate)
        {
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

    public void OnConnecting(string host) => status.Report(ConnectionState.Connecting, host);

    /// <inheritdoc />
    /// <remarks>Attaches the reply link, if calls are made, before the connection is reported as open.</remarks>
    public async Task PrepareAsync(BusConnection connection, CancellationToken cancel)
    {
        if (_repliesWanted)
        {
            await inbox.AttachAsync(connection, cancel).ConfigureAwait(false);
        }
    }

    public void OnConnected(BusConnection connection)
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
            _opened.TrySetResult(connection);
            Volatile.Write(ref _dialect, connection.Dialect);
            subscriptions = _subscriptions;
            attachInbox = _repliesWanted && inbox.Address is null;
        }

        status.Report(ConnectionState.Open, connection.Host.ToString(), connection);
        foreach (var subscription in subscriptions)
        {
            subscription.Attach(connection);
        }

        if (attachInbox)
        {
            _ = AttachInboxLateAsync(connection);
        }

        senders.OnConnected(connection);
    }

    /// <inheritdoc />
    /// <remarks>Resets everything that depended on the connection.</remarks>
    public void OnLost(BusConnection connection, ConnectionLoss loss)
    {
        ImmutableArray<Subscription> subscriptions;
        lock (_gate)
        {
            if (_connection != connection)
            {
                return;
            }

            _connection = null;
            _opened = new TaskCompletionSource<BusConnection>(TaskCreationOptions.RunContinuationsAsynchronously);
            subscriptions = _subscriptions;
        }

        status.Report(ConnectionState.Reconnecting, connection.Host.ToString(), error: loss.Reason);
        foreach (var subscription in subscriptions)
        {
            subscription.Reset();
        }

        var failure = new SendFailure($"The connection to {connection.Host} was lost: {loss.Reason}", loss.Condition);
        var calls = inbox.Reset(failure);
        senders.OnConnectionLost(failure);
        if (context.Settings.PropagateCancellation && !connection.Dialect.GrantsCreditForConsumers)
        {
            // A router tells the servers that this caller has lost its reply address. A broker may give it the same one again.
            cancellations.SendLater(calls);
        }
    }

    public void OnAttemptFailed(string host, string reason, string? condition)
    {
        inbox.Reset(new SendFailure(reason, condition));
        status.Report(ConnectionState.Disconnected, host, error: reason);
        senders.Charge(new SendFailure($"Cannot connect to {host}: {reason}", condition));
    }

    public void OnClosed() => status.Report(ConnectionState.Closed);

    /// <inheritdoc />
    /// <remarks>Lets senders that wait for credit try again, and checks for the end of drains.</remarks>
    public void OnFlowProcessed() => Callback.Run(context.Logger, this, static use =>
    {
        use.PumpStarved();
        foreach (var subscription in use._subscriptions)
        {
            subscription.OnFlowProcessed();
        }

        use.CheckLeaving();
    });

    private void PumpStarved() => senders.PumpStarved();

    private void CheckLeaving() => leaving.Check();

    private async Task AttachInboxLateAsync(BusConnection connection)
    {
        try
        {
            using var limit = new CancellationTokenSource(context.Settings.OpenTimeout, context.Time);
            await inbox.AttachAsync(connection, limit.Token).ConfigureAwait(false);
            senders.PumpStarved();
        }
#pragma warning disable CA1031 // Without the reply link, calls are not possible on this connection, regardless of the reason.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            connection.Abort(new ConnectionLoss(PeerText.Clean(failure.Message)));
        }
    }
}
