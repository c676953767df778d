using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Receiving;
using Amqp1.Dialects;
using Amqp1.Dispatch;
using Microsoft.Extensions.Logging;

namespace Amqp1.Rpc;

/// <summary>
/// Serves the requests of a topic: those to this server, to any server and to all servers of the topic (docs/spec/behaviour.md#servers).
/// </summary>
/// <remarks>
/// A request is accepted when a worker starts to handle it, before the method runs, and is never returned to the peer after that. A
/// request that can no longer be accepted, because its link or connection was lost while it waited, is not run. A method runs at most once
/// for each delivery. If the connection is lost before a broker has received the acceptance, the broker delivers the request again, and
/// the method runs again.
/// A call that was accepted gets exactly one reply, whatever happens to its method, unless it ends after the deadline that its caller
/// sent. Such a call gets no reply, because its caller no longer waits and reports a timeout of its own. A call that cannot be read is
/// answered with an error; a cast that cannot be read is rejected. Thread-safe.
/// </remarks>
public sealed class RpcServer : IListeningService, IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly RpcServerSettings _settings;
    private readonly ServiceLifeCycle _lifeCycle;
    private readonly ReplySender _replies;
    private readonly CancellationListener _cancellations;
    private readonly Subscription _subscription;

    internal RpcServer(MessageBus bus, Target target, IReadOnlyList<RpcEndpointDescriptor> endpoints, IEndpointScopes scopes, RpcServerSettings settings)
    {
        if (string.IsNullOrEmpty(target.Topic) || string.IsNullOrEmpty(target.Server))
        {
            throw new InvalidTargetException("A server's target must have topic and server names specified", target);
        }

        _logger = bus.Logger;
        _settings = settings;
        Target = target;
        _lifeCycle = new ServiceLifeCycle(bus, this);
        _replies = new ReplySender(bus, settings.ReplyTimeout, settings.ReplyRetry);
        Methods = new MethodCaller(bus, target, scopes, settings);
        _cancellations = new CancellationListener(bus, target, _lifeCycle.Stopped);
        var handler = new RequestHandler(bus, target.Topic, new RpcDispatcher(endpoints), Methods, _replies, FailureOf, _cancellations.Calls, settings.Statistics);
        _subscription = new Subscription(
            bus.Context, bus, Destination.OfRpcServer(target), settings.Credit, settings.MaxConcurrentCalls, handler.HandleAsync);
    }

    /// <summary>The topic and the name of the server.</summary>
    public Target Target { get; }

    /// <summary>The number of requests that are being served.</summary>
    public int Running => _subscription.Running;

    /// <summary>The number of links that are attached, and the number of links that the server needs.</summary>
    internal (int Attached, int Needed) Links => _lifeCycle.Links;

    /// <summary>Whether all links have been attached at some time.</summary>
    internal bool HasListened => _lifeCycle.HasListened;

    /// <summary>The calls that their callers can cancel now.</summary>
    internal RunningCalls Calls => _cancellations.Calls;

    /// <summary>Calls the methods of the endpoints.</summary>
    internal MethodCaller Methods { get; }

    IReadOnlyList<Subscription> IListeningService.Subscriptions => [_subscription];

    bool IListeningService.SettlesBeforeHandling => true;

    Task IListeningService.RepliesSent => _replies.Idle;

    /// <summary>
    /// Starts to listen on the current connection and on every later one. Returns immediately; see <see cref="WaitUntilListeningAsync"/>.
    /// A second call has no effect.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    public void Start() => _lifeCycle.Start();

    /// <summary>Completes when the peer has confirmed all three links for the first time.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel = default) => _lifeCycle.WaitUntilListeningAsync(cancel);

    /// <summary>
    /// Stops the server. It receives no more requests, returns those that it has not started, detaches its links and waits for the
    /// requests in progress up to the drain timeout (30 seconds by default). Then it cancels their tokens. Completes when the replies have
    /// been sent. Does not throw. A second call waits for the first.
    /// </summary>
    /// <param name="cancel">Shortens the wait.</param>
    public Task StopAsync(CancellationToken cancel = default) => _lifeCycle.StopAsync(_settings.DrainTimeout, cancel);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _lifeCycle.Dispose();
    }

    /// <inheritdoc cref="ServiceLifeCycle.BeginStop" />
    internal void BeginStop(TimeSpan limit, CancellationToken cancel, LocalDelivery? local = null) => _lifeCycle.BeginStop(limit, cancel, local);

    /// <inheritdoc cref="ServiceLifeCycle.WaitUntilIdleAsync" />
    internal Task WaitUntilIdleAsync(CancellationToken cancel) => _lifeCycle.WaitUntilIdleAsync(cancel);

    /// <inheritdoc cref="ServiceLifeCycle.EndStopAsync" />
    internal Task EndStopAsync(CancellationToken cancel) => _lifeCycle.EndStopAsync(cancel);

    void IListeningService.OnStarted() => RpcLog.ServerStarted(_logger, Target.Server, Target.Topic);

    void IListeningService.OnTimedOut(TimeSpan waited, TimeSpan limit) =>
        RpcLog.DrainTimedOut(_logger, Target.Server, Target.Topic, Running, waited, limit);

    void IListeningService.OnStopped()
    {
        _cancellations.Stop();
        RpcLog.ServerStopped(_logger, Target.Server, Target.Topic);
    }

    private RemoteFailure FailureOf(Exception exception) =>
        FailureMapper.ToFailure(exception, _settings.IncludeTraceback, _settings.RemoteExceptions, _settings.Json);
}
