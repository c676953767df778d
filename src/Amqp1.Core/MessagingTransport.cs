using System.Text.Json;
using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Composition;
using Amqp1.Configuration;
using Amqp1.Diagnostics;
using Amqp1.Dispatch;
using Amqp1.Filters;
using Amqp1.Json;
using Amqp1.Notifications;
using Amqp1.Notifications.Drivers;
using Amqp1.Payloads;
using Amqp1.Rpc;
using Amqp1.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1;

/// <summary>
/// A connection to an intermediary that is kept open for the lifetime of the transport. Clients, servers, notifiers and listeners are
/// created from the transport and use its connection.
/// </summary>
/// <remarks>
/// Thread-safe. Clients can be used before the connection is open. In an ASP.NET Core host, <c>AddAmqp1Messaging()</c> creates and runs
/// transports; this class is for programs without a host.
/// </remarks>
public sealed class MessagingTransport : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly MessageBus _bus;
    private readonly Amqp1Options _options;
    private readonly ILoggerFactory _loggers;
    private readonly NotifierQueue _queue;
    private bool _hasStarted;

    private MessagingTransport(TransportUrl url, Amqp1Options options, IEnumerable<string> warnings, ILoggerFactory loggers, TimeProvider time)
    {
        var logger = SafeLogger.Wrap(loggers.CreateLogger("Amqp1"));
        Url = url;
        _options = options;
        _loggers = loggers;
        SetupWarnings.Log(logger, url, options, warnings);
        _bus = new MessageBus(BusSettingsFactory.Create(options, url), time, logger);
        _queue = new NotifierQueue(options.Notifications.QueueCapacity, options.Notifications.QueueFullMode, () => _bus.Instance, logger);
    }

    /// <summary>The transport URL to which this transport connects.</summary>
    public TransportUrl Url { get; }

    /// <summary>The current status of the connection.</summary>
    public ConnectionStatus Status => _bus.Status;

    /// <summary>
    /// The JSON settings of everything that is created from this transport. Options without a resolver use the resolver of
    /// <see cref="MessagingJson.Default"/>. Default: <see cref="MessagingJson.Default"/>.
    /// </summary>
    public JsonSerializerOptions Json { get; init => field = LostValues.RefusedBy(MessagingJson.Complete(value)); } = MessagingJson.Default;

    /// <summary>
    /// The mapping of remote exceptions for clients that are created later without their own registry. Default:
    /// <see cref="RemoteExceptionRegistry.Default"/>.
    /// </summary>
    public RemoteExceptionRegistry RemoteExceptions { get; set; } = RemoteExceptionRegistry.Default;

    /// <summary>
    /// The name of this transport in metrics, the attribute <c>amqp1.instance</c>. Set it before creating anything from the transport.
    /// Default: null, no attribute. In a host, it is the key of the instance.
    /// </summary>
    public string? Instance
    {
        get => _bus.Instance;
        set => _bus.Instance = value;
    }

    /// <summary>
    /// The rules of the notification driver <c>routing</c>. A notifier uses the rules that are set when it is created. Default: null, no
    /// rules. <c>AddAmqp1Messaging()</c> sets the rules from the file <c>Amqp1:Notifications:RoutingConfig</c>.
    /// </summary>
    public NotificationRouting? NotificationRouting { get; set; }

    /// <summary>
    /// The filters for the messages of everything that is created from this transport; the first filter is the outermost. A client,
    /// server, notifier or listener uses the filters that are set when it is created. Default: empty. In a host, <c>AddFilter</c> sets
    /// them.
    /// </summary>
    public IReadOnlyList<IMessagingFilter> Filters { get; set; } = [];

    /// <summary>
    /// The store of large payloads, as the options in <c>Amqp1:ClaimCheck</c> say. A client, server, notifier or listener uses the store that
    /// is set when it is created. The transport does not dispose it. Default: null, no store: payloads are sent in their messages, and
    /// references are not read. In a host, <c>Amqp1:ClaimCheck:Directory</c> or <c>AddPayloadStore</c> sets it.
    /// </summary>
    public IPayloadStore? PayloadStore { get; set; }

    /// <summary>The notifications that were given to the notification driver <c>test</c>.</summary>
    public NotificationRecorder RecordedNotifications { get; } = new();

    /// <summary>
    /// Occurs after the status has changed, on any thread. Handlers must return quickly. An exception that a handler throws is logged as
    /// event 1007 and does not prevent other handlers from being called.
    /// </summary>
    public event Action<ConnectionStatus>? StatusChanged
    {
        add => _bus.StatusChanged += value;
        remove => _bus.StatusChanged -= value;
    }

    /// <summary>Creates a transport. Call <see cref="Start"/> to connect.</summary>
    /// <param name="url">A transport URL. Options in its query take precedence over <paramref name="options"/>.</param>
    /// <param name="options">All other settings; null for the defaults.</param>
    /// <param name="loggers">The logger factory; null to disable logging.</param>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <param name="json">The JSON settings; null for <see cref="MessagingJson.Default"/>.</param>
    /// <exception cref="InvalidTransportUrlException">The URL or an option in its query is not valid.</exception>
    /// <exception cref="MessagingException">A certificate file cannot be used.</exception>
    public static MessagingTransport Create(
        string url, Amqp1Options? options = null, ILoggerFactory? loggers = null, TimeProvider? time = null, JsonSerializerOptions? json = null)
    {
        var parsed = TransportUrl.Parse(url);
        List<string> warnings = [];
        var effective = EffectiveOptions.For(options ?? new Amqp1Options(), parsed, warnings);
        return new MessagingTransport(parsed, effective, warnings, loggers ?? NullLoggerFactory.Instance, time ?? TimeProvider.System) { Json = json ?? MessagingJson.Default };
    }

    /// <summary>
    /// Starts to connect and keeps trying until the transport is stopped. Returns immediately; a second call has no effect.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    public void Start()
    {
        if (PayloadStore is null && !Interlocked.Exchange(ref _hasStarted, true))
        {
            ClaimCheck.WarnWithoutStore(_options.ClaimCheck, _bus.Logger);
        }

        _bus.Start();
    }

    /// <summary>
    /// Completes when the connection is open, immediately if it is already open. Does not complete while all attempts to connect fail.
    /// </summary>
    /// <param name="cancel">Cancels the wait, not the attempts to connect.</param>
    /// <exception cref="ObjectDisposedException">The transport was stopped before or during the wait.</exception>
    public async Task WaitForConnectionAsync(CancellationToken cancel = default)
    {
        var isOpen = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChanged(ConnectionStatus status)
        {
            if (status.State is ConnectionState.Open or ConnectionState.Closed)
            {
                isOpen.TrySetResult(status.State == ConnectionState.Open);
            }
        }

        _bus.StatusChanged += OnChanged;
        try
        {
            OnChanged(_bus.Status);
            ObjectDisposedException.ThrowIf(!await isOpen.Task.WaitAsync(cancel).ConfigureAwait(false), this);
        }
        finally
        {
            _bus.StatusChanged -= OnChanged;
        }
    }

    /// <summary>Creates a client for a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="remoteExceptions">
    /// The mapping of remote exceptions; null for <see cref="RemoteExceptions"/>. Only exceptions of Python's builtins and of the modules
    /// in <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c> are mapped.
    /// </param>
    public RpcClient CreateRpcClient(Target target, RemoteExceptionRegistry? remoteExceptions = null)
    {
        _bus.WantReplies();
        var registry = (remoteExceptions ?? RemoteExceptions).Restrict(_options.Rpc.AllowedRemoteExceptionModules, out var refused);
        if (refused.Count > 0)
        {
            RpcLog.ModulesNotAllowed(_bus.Logger, string.Join(", ", refused));
        }

        return new RpcClient(_bus, target, new RpcClientSettings
        {
            Timeout = _options.Rpc.ResponseTimeout,
            SendTimeout = _options.Rpc.SendTimeout,
            Json = Json,
            RemoteExceptions = registry,
            Claims = Claims,
            StoresArguments = _options.ClaimCheck.StoreArguments,
            Filters = Pipeline,
        });
    }

    /// <summary>
    /// Creates a server. Call <see cref="RpcServer.Start"/> to listen. The endpoint objects serve all requests, concurrently.
    /// </summary>
    /// <param name="target">The topic and the server name, and the exchange if it is not the configured one.</param>
    /// <param name="endpoints">The descriptors in the order in which methods are looked up, each with its endpoint object.</param>
    /// <exception cref="InvalidTargetException">The topic or the server name is missing.</exception>
    /// <exception cref="ArgumentException">An object is not of the class that its descriptor names.</exception>
    public RpcServer CreateRpcServer(Target target, params IReadOnlyList<(RpcEndpointDescriptor Descriptor, object Endpoint)> endpoints) =>
        CreateRpcServer(target, [.. endpoints.Select(pair => pair.Descriptor)], new SharedInstances(endpoints.Select(pair => (pair.Descriptor.EndpointType, pair.Endpoint))));

    /// <summary>Creates a notifier, which can be shared between threads.</summary>
    /// <param name="publisherId">The ID of the publisher, such as <c>compute.host-7</c>.</param>
    /// <param name="topics">The topics; empty for the configured topics.</param>
    /// <exception cref="ArgumentException">A configured driver does not exist, or is <c>routing</c> without rules.</exception>
    public INotifier CreateNotifier(string publisherId, params IReadOnlyList<string> topics)
    {
        var settings = new NotifierSettings
        {
            PublisherId = publisherId,
            Topics = topics.Count > 0 ? topics : [.. _options.Notifications.Topics],
            Timeout = _options.Notifications.SendTimeout,
            Retry = _options.Notifications.Retry,
            Json = Json,
            Claims = Claims is { StoresNotifications: true } claims ? claims : null,
            Filters = Pipeline,
        };
        var drivers = new NotificationDriverFactory(_bus, _loggers, RecordedNotifications, NotificationRouting, settings);
        return new Notifier(drivers.Create(_options.Notifications.Drivers), _bus.Time, _queue, settings);
    }

    /// <summary>
    /// Creates a listener. Call <see cref="NotificationListener.Start"/> to listen. The endpoint objects handle all notifications,
    /// concurrently.
    /// </summary>
    /// <param name="endpoints">The descriptors in the order in which endpoints are tried, each with its endpoint object.</param>
    /// <exception cref="ArgumentException">
    /// Endpoints of one topic and pool have different batch settings, or handle the same notifications both singly and in batches. A pool
    /// has no name, or combines batches with single notifications or with batches of another topic. An object is not of the class that its
    /// descriptor names.
    /// </exception>
    public NotificationListener CreateNotificationListener(params IReadOnlyList<(NotificationEndpointDescriptor Descriptor, object Endpoint)> endpoints) =>
        CreateNotificationListener([.. endpoints.Select(pair => pair.Descriptor)], new SharedInstances(endpoints.Select(pair => (pair.Descriptor.EndpointType, pair.Endpoint))));

    /// <summary>
    /// Closes the connection. Completes when the peer has answered the close, or after five seconds. Pending messages and calls fail with
    /// <see cref="MessageDeliveryException"/>. Stop servers and listeners first. Does not throw; a second call completes immediately.
    /// </summary>
    public Task StopAsync()
    {
        _queue.Close();
        return _bus.StopAsync(CloseLimit);
    }

    /// <summary>
    /// Completes when every notification that was given to <see cref="INotifier.Enqueue"/> has been sent, has failed or was dropped. Call
    /// it before <see cref="StopAsync"/>, which discards the notifications that are still in the queue.
    /// </summary>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task FlushNotificationsAsync(CancellationToken cancel = default) => _queue.FlushAsync(cancel);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>
    /// Begins to close the connection and returns immediately, without waiting for the peer, so that a container can be disposed
    /// synchronously. <see cref="DisposeAsync"/> is preferred because it completes when the connection is closed. Does not throw.
    /// </summary>
    public void Dispose() => _ = Waiting.IgnoreLateFault(StopAsync());

    internal MessageBus Bus => _bus;

    /// <summary>The options in effect, including those from the query of the URL.</summary>
    internal Amqp1Options Options => _options;

    /// <summary>The services of the application that are given to filters on the sending side.</summary>
    internal IServiceProvider? Services { get; set; }

    /// <summary>The claim check of services that are created now; null without a store.</summary>
    internal ClaimCheck? Claims => PayloadStore is { } store ? new ClaimCheck(store, _options.ClaimCheck, _bus.Time, _bus.Logger) : null;

    /// <summary>The filters of services that are created now; null without filters.</summary>
    internal FilterPipeline? Pipeline => FilterPipeline.Of(Filters, Services);

    internal RpcServer CreateRpcServer(Target target, IReadOnlyList<RpcEndpointDescriptor> endpoints, IEndpointScopes scopes)
    {
        var builtIn = new BuiltInEndpoints(target, endpoints);
        if (_options.Rpc.PingEnabled)
        {
            PingEndpoint.AddTo(builtIn, _bus.Logger);
        }

        var statistics = _options.Rpc.DescribeEnabled ? DescribeEndpoint.AddTo(builtIn, _bus.Time, _bus.Logger) : null;
        return new RpcServer(_bus, target, builtIn.All, builtIn.AddTo(scopes), ServiceSettings.OfServer(this) with { Statistics = statistics });
    }

    internal NotificationListener CreateNotificationListener(IReadOnlyList<NotificationEndpointDescriptor> endpoints, IEndpointScopes scopes) =>
        new(_bus, endpoints, scopes, ServiceSettings.OfListener(this));

    /// <summary>The time that a listener waits for its handlers when it is stopped.</summary>
    internal TimeSpan ListenerDrainTimeout => _options.Notifications.DrainTimeout ?? _options.Rpc.DrainTimeout;
}
