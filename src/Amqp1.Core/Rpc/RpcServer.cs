using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>
/// Serves the requests of a topic: to this server, to any server and to all servers of the topic (specification F.3).
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
    /// <summary>How long methods have, after their tokens fired, to end in good order.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly MessageBus _bus;
    private readonly RpcDispatcher _dispatcher;
    private readonly IEndpointScopes _scopes;
    private readonly RpcServerSettings _settings;
    private readonly Subscription _subscription;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ReplySender _replies;
    private readonly Lock _gate = new();
    private int _started;
    private Task? _drain;
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

        lock (_gate)
        {
            return _stop ??= StopOnceAsync(_drain ??= DrainAsync(cancel), cancel);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopped.Dispose();
    }

    /// <summary>
    /// The first half of <see cref="StopAsync"/>, for who has more to do before the second: takes no more requests, gives back those not
    /// begun, and lets the drain timeout begin. Returns at once; the tokens fire when the time is up or that of the caller does.
    /// </summary>
    internal void BeginStop(CancellationToken cancel)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return;
        }

        lock (_gate)
        {
            _drain ??= DrainAsync(cancel);
        }
    }

    private async Task DrainAsync(CancellationToken cancel)
    {
        var begun = _bus.Time.GetTimestamp();
        _subscription.StopReceiving();

        // Some routers, Qpid Dispatch among them, go on choosing a link without credit, and what they choose it for waits there. Requests are
        // accepted before they are handled, so none needs the links any more, and without them the router finds another server.
        var detached = _subscription.DetachAsync(Grace, CancellationToken.None);
        if (!await _subscription.EndsWithinAsync(_settings.DrainTimeout, cancel).ConfigureAwait(false))
        {
            RpcLog.DrainTimedOut(_bus.Logger, Target.Server, Target.Topic, Running, _bus.Time.GetElapsedTime(begun), _settings.DrainTimeout);
            await Waiting.CancelAsync(_stopped, Grace, _bus).ConfigureAwait(false);
            await _subscription.EndsWithinAsync(Grace, CancellationToken.None).ConfigureAwait(false);
        }

        await detached.ConfigureAwait(false);
    }

    private async Task StopOnceAsync(Task drain, CancellationToken cancel)
    {
        await drain.ConfigureAwait(false);
        await Waiting.EndsWithinAsync(_replies.Idle, Grace, _bus.Time, cancel).ConfigureAwait(false);
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
