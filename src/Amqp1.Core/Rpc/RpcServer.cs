using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>
/// Serves the requests of a topic: to this server, to any server and to all servers of the topic (docs/spec/behaviour.md#servers).
/// </summary>
/// <remarks>
/// A request is accepted when a worker takes it up, before the method runs, and is never given back after that. A request that cannot be
/// accepted any more, because its link or connection was lost while it waited, is not run. A method runs at most once for each delivery.
/// A broker that has not received the acceptance, because the connection was lost at that moment, delivers the request again, and then the
/// method runs again.
/// A call that was accepted gets exactly one reply, whatever happens to its method, unless it ends after the deadline that its caller sent
/// with it. Such a call gets none: its caller does not wait any longer, and reports a timeout of its own. A call that cannot be read is answered with
/// an error; a cast that cannot be read is rejected. Thread-safe.
/// </remarks>
public sealed partial class RpcServer : IAsyncDisposable
{
    private readonly MessageBus _bus;
    private readonly RpcDispatcher _dispatcher;
    private readonly IEndpointScopes _scopes;
    private readonly RpcServerSettings _settings;
    private readonly Subscription _subscription;
    private readonly HandlerDrain _handlers;
    private readonly ReplySender _replies;
    private readonly Lock _gate = new();
    private int _started;
    private Task? _detached;
    private Task? _stop;

    internal RpcServer(MessageBus bus, Target target, IReadOnlyList<RpcEndpointDescriptor> endpoints, IEndpointScopes scopes, RpcServerSettings settings)
    {
        if (string.IsNullOrEmpty(target.Topic) || string.IsNullOrEmpty(target.Server))
        {
            throw new InvalidTargetException("A server's target must have topic and server names specified", target);
        }

        _bus = bus;
        _scopes = scopes;
        _settings = settings;
        _replies = new ReplySender(bus, settings.ReplyTimeout, settings.ReplyRetry);
        _dispatcher = new RpcDispatcher(endpoints);
        Target = target;
        _subscription = new Subscription(bus, Destination.OfRpcServer(target), settings.Credit, settings.MaxConcurrentCalls, HandleAsync);
        _handlers = new HandlerDrain(
            bus, () => _subscription.Idle, (waited, limit) => RpcLog.DrainTimedOut(bus.Logger, target.Server, target.Topic, Running, waited, limit));
    }

    /// <summary>The topic and the server's name.</summary>
    public Target Target { get; }

    /// <summary>Requests that are being served now.</summary>
    public int Running => _subscription.Running;

    /// <summary>Its links that are attached now, and how many it needs.</summary>
    internal (int Attached, int Needed) Links => (_subscription.AttachedLinkCount, _subscription.LinkCount);

    /// <summary>Whether all its links were attached at some time.</summary>
    internal bool HasListened => _subscription.Attached.IsCompletedSuccessfully;

    /// <summary>
    /// Begins to listen, now and on every later connection. Returns at once; see <see cref="WaitUntilListeningAsync"/>. A second call does
    /// nothing.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _bus.Add(_subscription);
            RpcLog.ServerStarted(_bus.Logger, Target.Server, Target.Topic);
        }
    }

    /// <summary>Completes when the peer has confirmed all three links for the first time.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel = default) => _subscription.Attached.WaitAsync(cancel);

    /// <summary>
    /// Takes no more requests, gives back those not begun, detaches the links, waits for the requests under way up to the drain timeout
    /// (30 seconds by default), then lets their tokens fire. Completes when the replies are out. Does not throw; a token that fires
    /// shortens the wait. A second call waits for the first.
    /// </summary>
    public Task StopAsync(CancellationToken cancel = default)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return Task.CompletedTask;
        }

        BeginStop(_settings.DrainTimeout, cancel);
        return EndStopAsync(cancel);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _handlers.Dispose();
    }

    /// <summary>
    /// Begins to stop: takes no more requests from the peer, gives back those not begun, and lets the time of the methods begin. Returns at once.
    /// </summary>
    /// <param name="limit">How long methods may go on; then their tokens fire.</param>
    /// <param name="cancel">Lets the tokens fire early.</param>
    /// <param name="local">
    /// When it is given, requests of this process itself are served until <see cref="EndStopAsync"/>, and so are fanouts, which nobody else would get instead.
    /// </param>
    internal void BeginStop(TimeSpan limit, CancellationToken cancel, LocalDelivery? local = null)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_detached is null)
            {
                // First of all, so that a method that ends because its token fires makes no room for a request that has not begun.
                StopReceiving(local);
                _handlers.Begin(limit, cancel);

                // Some routers, Qpid Dispatch among them, go on choosing a link without credit, and what they choose it for waits there. Requests
                // are accepted before they are handled, so none needs the links any more, and without them the router finds another server.
                _detached = _subscription.DetachAsync(HandlerDrain.Grace, CancellationToken.None);
            }
        }
    }

    /// <summary>
    /// Completes when no method runs, or a short time after the tokens fired, and the replies are out. Requests of this process itself may follow.
    /// Does not throw.
    /// </summary>
    internal async Task WaitUntilIdleAsync(CancellationToken cancel)
    {
        await _handlers.WaitUntilIdleAsync().ConfigureAwait(false);
        await Waiting.EndsWithinAsync(_replies.Idle, HandlerDrain.Grace, _bus.Time, cancel).ConfigureAwait(false);
    }

    /// <summary>The second half of the stop, after <see cref="BeginStop"/>: takes nothing any more. A second call waits for the first.</summary>
    internal Task EndStopAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            return _detached is null ? Task.CompletedTask : _stop ??= StopOnceAsync(_detached, cancel);
        }
    }

    private void StopReceiving(LocalDelivery? local)
    {
        if (local is not null)
        {
            _subscription.TakeOwn(local, _handlers.Stopped);
            local.Add(_subscription);
        }

        _subscription.StopReceiving(withFanouts: local is null);
        local?.Pump();
    }

    private async Task StopOnceAsync(Task detached, CancellationToken cancel)
    {
        await detached.ConfigureAwait(false);
        _subscription.StopReceiving();
        detached = _subscription.DetachAsync(HandlerDrain.Grace, CancellationToken.None);
        await WaitUntilIdleAsync(cancel).ConfigureAwait(false);
        await detached.ConfigureAwait(false);
        _subscription.RefuseOwn();
        await _handlers.EndAsync().ConfigureAwait(false);
        RpcLog.ServerStopped(_bus.Logger, Target.Server, Target.Topic);
    }

    /// <summary>A request as a method gets it.</summary>
    internal RpcInvocation InvocationOf(RpcRequest request, string address, bool expectsReply, long? due, RequestCancellation cancellation)
    {
        var context = new RpcContext(
            MessagingContext.FromUtf8(request.Context),
            request.Method,
            request.Namespace,
            request.Version,
            address,
            expectsReply,
            due is { } stamp ? _bus.Time.GetUtcNow() + _bus.Deadlines.Until(stamp) : null);
        return new RpcInvocation(context, request.Arguments, _settings.Json, cancellation);
    }

    /// <summary>Calls a method that was found in a scope of its own; the reply is in the invocation then. Throws what the method throws.</summary>
    internal async Task InvokeAsync(RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation)
    {
        var scope = _scopes.Begin();
        await using (scope.ConfigureAwait(false))
        {
            if (_settings.Filters is { } filters)
            {
                await InvokeFilteredAsync(filters, scope, endpoint, method, invocation).ConfigureAwait(false);
            }
            else
            {
                await method.Invoke(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false);
            }
        }
    }
}
