using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Bus.Local;
using Amqp1.Bus.Receiving;
using Amqp1.Dialects;
using Amqp1.Dispatch;

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
public sealed partial class RpcServer : IAsyncDisposable
{
    private readonly MessageBus _bus;
    private readonly RpcDispatcher _dispatcher;
    private readonly IEndpointScopes _scopes;
    private readonly RpcServerSettings _settings;
    private readonly Subscription _subscription;
    private readonly HandlerDrain _handlers;
    private readonly ReplySender _replies;
    private readonly RecentRequests _recent = new();
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
        _subscription = new Subscription(bus.Context, bus, Destination.OfRpcServer(target), settings.Credit, settings.MaxConcurrentCalls, HandleAsync);
        _handlers = new HandlerDrain(
            bus.Context, () => _subscription.Idle, (waited, limit) => RpcLog.DrainTimedOut(bus.Logger, target.Server, target.Topic, Running, waited, limit));
    }

    /// <summary>The topic and the name of the server.</summary>
    public Target Target { get; }

    /// <summary>The number of requests that are being served.</summary>
    public int Running => _subscription.Running;

    /// <summary>The number of links that are attached, and the number of links that the server needs.</summary>
    internal (int Attached, int Needed) Links => (_subscription.AttachedLinkCount, _subscription.LinkCount);

    /// <summary>Whether all links have been attached at some time.</summary>
    internal bool HasListened => _subscription.Attached.IsCompletedSuccessfully;

    /// <summary>
    /// Starts to listen on the current connection and on every later one. Returns immediately; see <see cref="WaitUntilListeningAsync"/>.
    /// A second call has no effect.
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
    /// Stops the server. It receives no more requests, returns those that it has not started, detaches its links and waits for the
    /// requests in progress up to the drain timeout (30 seconds by default). Then it cancels their tokens. Completes when the replies have
    /// been sent. Does not throw. A second call waits for the first.
    /// </summary>
    /// <param name="cancel">Shortens the wait.</param>
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
    /// Begins to stop: receives no more requests from the peer, returns those that have not been started, and starts the time limit of the
    /// methods. Returns immediately.
    /// </summary>
    /// <param name="limit">The time that methods can continue before their tokens are canceled.</param>
    /// <param name="cancel">Cancels the tokens early.</param>
    /// <param name="local">
    /// If given, requests of this process itself are served until <see cref="EndStopAsync"/>, and so are fanouts, which no other server
    /// would receive instead.
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
                // This comes first, so that a method that ends because its token is canceled does not make room for a request that has not
                // been started.
                StopReceiving(local);
                _handlers.Begin(limit, cancel);

                // Some routers, Qpid Dispatch among them, continue to choose a link without credit, and the messages for it wait there.
                // Requests are accepted before they are handled, so none of them needs the links any more, and without the links the
                // router chooses another server.
                _detached = _subscription.DetachAsync(HandlerDrain.Grace, CancellationToken.None);
            }
        }
    }

    /// <summary>
    /// Completes when no method runs, or a short time after the tokens were canceled, and the replies have been sent. Requests of this
    /// process itself can follow. Does not throw.
    /// </summary>
    internal async Task WaitUntilIdleAsync(CancellationToken cancel)
    {
        await _handlers.WaitUntilIdleAsync().ConfigureAwait(false);
        await Waiting.EndsWithinAsync(_replies.Idle, HandlerDrain.Grace, _bus.Time, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Completes the stop that <see cref="BeginStop"/> began. No more requests are accepted. A second call waits for the first.
    /// </summary>
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
            local.Add(_subscription.Links);
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

    /// <summary>Creates the invocation of a request.</summary>
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

    /// <summary>
    /// Calls the method in a scope of its own. The invocation contains the reply afterwards. Throws the exceptions of the method.
    /// </summary>
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
