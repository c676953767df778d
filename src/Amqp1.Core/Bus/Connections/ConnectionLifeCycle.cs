using System.Net.Sockets;
using System.Security.Authentication;
using Amqp;
using Amqp1.Bus.Context;
using Amqp1.Transport;
using Amqp1.Transport.Sasl;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Connections;

/// <summary>
/// Keeps one connection open. The loop connects, serves the connection, detects its loss, waits and continues with the next host
/// (docs/spec/connection.md#reconnecting).
/// </summary>
internal sealed class ConnectionLifeCycle : IAsyncDisposable
{
    /// <summary>The maximum length of the reason for a failed attempt, in characters.</summary>
    private const int MaxReasonLength = 1024;

    private readonly BusSettings _settings;
    private readonly BusContext _bus;
    private readonly IConnectionObserver _observer;
    private readonly HostRotation _hosts;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private BusConnection? _connection;

    public ConnectionLifeCycle(BusContext bus, IConnectionObserver observer)
    {
        var settings = bus.Settings;
        _settings = settings;
        _bus = bus;
        _observer = observer;
        _hosts = new HostRotation(settings.Hosts, Random.Shared);
        _backoff = new Backoff(settings.RetryInterval, settings.RetryBackoff, settings.RetryIntervalMax, Random.Shared);
    }

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Ends the loop and closes the connection, with a close handshake of at most <paramref name="limit"/>.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_connection is { } connection)
        {
            await connection.CloseAsync(limit, _bus.Time).ConfigureAwait(false);
        }

        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var host = _hosts.Next();
            _observer.OnConnecting(host.ToString());
            var delay = await ConnectAndServeSafelyAsync(host).ConfigureAwait(false);
            try
            {
                await Task.Delay(delay, _bus.Time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        _observer.OnClosed();
    }

    /// <summary>
    /// Calls <see cref="ConnectAndServeAsync"/>. An unexpected exception ends the connection, not the loop: without the loop, the bus would
    /// never connect again.
    /// </summary>
    private async Task<TimeSpan> ConnectAndServeSafelyAsync(PeerHost host)
    {
        try
        {
            return await ConnectAndServeAsync(host).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The reason is in the summary.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            CallbackLog.CallbackFailed(_bus.Logger, failure);
            _connection?.Abort(new ConnectionLoss(failure.Message));
            return _backoff.Next();
        }
    }

    /// <summary>Serves one connection until it ends and returns the delay before the next attempt.</summary>
    private async Task<TimeSpan> ConnectAndServeAsync(PeerHost host)
    {
        BusConnection connection;
        try
        {
            connection = await OpenAsync(host).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // An attempt that was ended by the stop has not failed, regardless of the step.
        catch (Exception) when (_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return TimeSpan.Zero;
        }
#pragma warning disable CA1031 // The next attempt may succeed, regardless of the exception. The reason is logged, reported and charged.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return OnAttemptFailed(host, failure);
        }

        _backoff.Reset();
        BusLog.Connected(_bus.Logger, host.ToString(), connection.Peer.Product, connection.Peer.Version, connection.Dialect.Name);
        _observer.OnConnected(connection);
        if (_stop.IsCancellationRequested)
        {
            await connection.CloseAsync(TimeSpan.FromSeconds(1), _bus.Time).ConfigureAwait(false);
        }

        var loss = await connection.Lost.ConfigureAwait(false);
        if (_stop.IsCancellationRequested)
        {
            BusLog.Closed(_bus.Logger, host.ToString());
            return TimeSpan.Zero;
        }

        var delay = _backoff.Next();
        BusLog.ConnectionLost(_bus.Logger, host.ToString(), loss.Reason, delay);
        Diagnostics.Metrics.Count(Diagnostics.Metrics.Reconnects, _bus.Instance, _bus.Logger);
        return delay;
    }

    private async Task<BusConnection> OpenAsync(PeerHost host)
    {
        using var limit = new CancellationTokenSource(_settings.OpenTimeout, _bus.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        try
        {
            var connection = await ConnectionOpener.OpenAsync(_settings, host, _bus.Time, _bus.Logger, either.Token).ConfigureAwait(false);
            _connection = connection;
            connection.Transport.FlowProcessed = _observer.OnFlowProcessed;
            connection.Watch(loss => Callback.Run(_bus.Logger, (_observer, connection, loss), static lost => lost._observer.OnLost(lost.connection, lost.loss)));
            try
            {
                await connection.PrepareSessionsAsync(either.Token).ConfigureAwait(false);
                await _observer.PrepareAsync(connection, either.Token).ConfigureAwait(false);
                return connection;
            }
            catch (Exception failure)
            {
                connection.Abort(new ConnectionLoss(PeerText.Clean(failure.Message, MaxReasonLength)));
                throw;
            }
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            throw new TimeoutException($"the AMQP connection was not open within {_settings.OpenTimeout.TotalSeconds} s");
        }
    }

    private static string? ConditionOf(Exception failure) => failure switch
    {
        AmqpException { Error: { } error } => PeerError.ConditionOf(error),
        LinkRefusedException refused => refused.Condition,
        SaslException refused when refused.Message.StartsWith(SaslException.Condition, StringComparison.Ordinal) => SaslException.Condition,
        _ => null,
    };

    private TimeSpan OnAttemptFailed(PeerHost host, Exception failure)
    {
        var reason = failure switch
        {
            AmqpException { Error: { } error } => PeerError.Describe(error, failure.GetType().Name),
            SocketException or AuthenticationException or IOException => failure.InnerException?.Message ?? failure.Message,
            _ => failure.Message,
        };
        // Text that the peer has chosen is truncated where it is inserted. This call limits the whole text, regardless of the layer that
        // wrote it.
        reason = PeerText.Clean(reason, MaxReasonLength);
        var delay = _backoff.Next();
        BusLog.ConnectFailed(_bus.Logger, host.ToString(), reason, delay);
        _observer.OnAttemptFailed(host.ToString(), reason, ConditionOf(failure));
        return delay;
    }
}
