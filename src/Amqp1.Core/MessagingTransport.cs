using System.Text.Json;
using Amqp1.Bus;
using Amqp1.Configuration;
using Amqp1.Diagnostics;
using Amqp1.Filters;
using Amqp1.Notifications;
using Amqp1.Notifications.Drivers;
using Amqp1.Rpc;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1;

/// <summary>
/// One connection to an intermediary, kept open for as long as the transport lives, and what is made on it: clients, servers,
/// notifiers and listeners.
/// </summary>
/// <remarks>
/// Thread-safe. Clients may be used before the connection is up. In the ASP.NET Core host, <c>AddAmqp1Messaging()</c> makes and
/// runs transports; this class is for programs without a host.
/// </remarks>
public sealed class MessagingTransport : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly MessageBus _bus;
    private readonly Amqp1Options _options;
    private readonly ILoggerFactory _loggers;

    private MessagingTransport(TransportUrl url, Amqp1Options options, IEnumerable<string> warnings, ILoggerFactory loggers, TimeProvider time)
    {
        var logger = SafeLogger.Wrap(loggers.CreateLogger("Amqp1"));
        Url = url;
        _options = options;
        _loggers = loggers;
        SetupWarnings.Log(logger, url, options, warnings);
        _bus = new MessageBus(BusSettingsFactory.Create(options, url), time, logger);
    }

    /// <summary>Where it connects to.</summary>
    public TransportUrl Url { get; }

    /// <summary>What is known of the connection now.</summary>
    public ConnectionStatus Status => _bus.Status;

    /// <summary>
    /// How JSON is read and written by what is made here. Options without a resolver use that of <see cref="MessagingJson.Default"/>.
    /// Default: <see cref="MessagingJson.Default"/>.
    /// </summary>
    public JsonSerializerOptions Json { get; init => field = LostValues.RefusedBy(MessagingJson.Complete(value)); } = MessagingJson.Default;

    /// <summary>How remote exceptions come up in clients made later without a registry of their own. Default: <see cref="RemoteExceptionRegistry.Default"/>.</summary>
    public RemoteExceptionRegistry RemoteExceptions { get; set; } = RemoteExceptionRegistry.Default;

    /// <summary>
    /// The name of this transport in metrics, where it is the attribute <c>amqp1.instance</c>. Set it before anything is made. Default: null, no
    /// attribute. In the host it is the key of the instance.
    /// </summary>
    public string? Instance
    {
        get => _bus.Instance;
        set => _bus.Instance = value;
    }

    /// <summary>
    /// The rules of the notification driver <c>routing</c>; a notifier takes those that are set when it is made. Default: null, none.
    /// <c>AddAmqp1Messaging()</c> sets those of the file <c>Amqp1:Notifications:RoutingConfig</c>.
    /// </summary>
    public NotificationRouting? NotificationRouting { get; set; }

    /// <summary>
    /// What stands around the messages of all that is made here, the first being the outermost; those that are set when a client,
    /// server, notifier or listener is made are its filters. Default: none. In the host, <c>AddFilter</c> sets them.
    /// </summary>
    public IReadOnlyList<IMessagingFilter> Filters { get; set; } = [];

    /// <summary>What the notification driver <c>test</c> was given.</summary>
    public NotificationRecorder RecordedNotifications { get; } = new();

    /// <summary>
    /// Raised after the status has changed, on any thread; a handler must be quick. What a handler throws is logged as event 1007 and keeps
    /// no other handler from being called.
    /// </summary>
    public event Action<ConnectionStatus>? StatusChanged
    {
        add => _bus.StatusChanged += value;
        remove => _bus.StatusChanged -= value;
    }

    /// <summary>Makes a transport; <see cref="Start"/> lets it connect.</summary>
    /// <param name="url">A transport URL; options in its query go before those of <paramref name="options"/>.</param>
    /// <param name="options">All other settings; null for the defaults.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="json">How JSON is read and written; null for <see cref="MessagingJson.Default"/>.</param>
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

    /// <summary>Starts to connect, and goes on trying until the transport is stopped. Returns at once; a second call does nothing.</summary>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    public void Start() => _bus.Start();

    /// <summary>Completes when the connection is open, at once when it is already. Does not complete while no attempt succeeds.</summary>
    /// <param name="cancel">Ends the wait, not the attempts.</param>
    /// <exception cref="ObjectDisposedException">The transport was stopped, before or meanwhile.</exception>
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

    /// <summary>
    /// Makes a client for a target. Remote exceptions come up as the registry says, but only those of Python's builtins and of the
    /// modules in <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c>; null for <see cref="RemoteExceptions"/>.
    /// </summary>
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
            Filters = Pipeline,
        });
    }

    /// <summary>Makes a server; <see cref="RpcServer.Start"/> lets it listen. The endpoint objects serve all requests, at the same time.</summary>
    /// <param name="target">Topic and server name; the exchange if it is not the configured one.</param>
    /// <param name="endpoints">What it serves, in the order in which methods are looked for, with the object of each.</param>
    /// <exception cref="InvalidTargetException">Topic or server name is missing.</exception>
    /// <exception cref="ArgumentException">An object is not of the class of its descriptor.</exception>
    public RpcServer CreateRpcServer(Target target, params IReadOnlyList<(RpcEndpointDescriptor Descriptor, object Endpoint)> endpoints) =>
        CreateRpcServer(target, [.. endpoints.Select(pair => pair.Descriptor)], new SharedInstances(endpoints.Select(pair => (pair.Descriptor.EndpointType, pair.Endpoint))));

    /// <summary>Makes a notifier, which may be shared between threads.</summary>
    /// <param name="publisherId">Who emits, such as <c>compute.host-7</c>.</param>
    /// <param name="topics">The topics; none for the configured ones.</param>
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
            Filters = Pipeline,
        };
        var drivers = new NotificationDriverFactory(_bus, _loggers, RecordedNotifications, NotificationRouting, settings);
        return new Notifier(drivers.Create(_options.Notifications.Drivers), _bus.Time, settings);
    }

    /// <summary>Makes a listener; <see cref="NotificationListener.Start"/> lets it listen. The endpoint objects handle all notifications, at the same time.</summary>
    /// <param name="endpoints">What it handles, in the order in which endpoints are asked, with the object of each.</param>
    /// <exception cref="ArgumentException">Endpoints of one topic disagree about batches, or an object is not of the class of its descriptor.</exception>
    public NotificationListener CreateNotificationListener(params IReadOnlyList<(NotificationEndpointDescriptor Descriptor, object Endpoint)> endpoints) =>
        CreateNotificationListener([.. endpoints.Select(pair => pair.Descriptor)], new SharedInstances(endpoints.Select(pair => (pair.Descriptor.EndpointType, pair.Endpoint))));

    /// <summary>
    /// Closes the connection. Completes when the peer has answered the close, or after five seconds. Messages and calls that
    /// still wait fail with <see cref="MessageDeliveryException"/>. Servers and listeners are to be stopped before. Does not throw; a second
    /// call completes at once.
    /// </summary>
    public Task StopAsync() => _bus.StopAsync(CloseLimit);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    /// <summary>
    /// Begins to close the connection and returns at once, without waiting for the peer, so that a container can be disposed synchronously. Prefer
    /// <see cref="DisposeAsync"/>, which completes when the connection is closed. Does not throw.
    /// </summary>
    public void Dispose() => _ = Waiting.MayBeLeft(StopAsync());

    internal MessageBus Bus => _bus;

    /// <summary>The options in force, those of the URL's query applied.</summary>
    internal Amqp1Options Options => _options;

    /// <summary>What filters on the sending side are given as the application's services.</summary>
    internal IServiceProvider? Services { get; set; }

    private FilterPipeline? Pipeline => FilterPipeline.Of(Filters, Services);

    internal RpcServer CreateRpcServer(Target target, IReadOnlyList<RpcEndpointDescriptor> endpoints, IEndpointScopes scopes)
    {
        var all = _options.Rpc.PingEnabled ? PingEndpoint.AddTo(endpoints, target) : endpoints;
        if (_options.Rpc.PingEnabled && ReferenceEquals(all, endpoints))
        {
            RpcLog.PingTaken(_bus.Logger, target.Topic);
        }

        return new RpcServer(_bus, target, all, PingEndpoint.AddTo(scopes), new RpcServerSettings
        {
            Credit = _options.Rpc.ServerCredit,
            MaxConcurrentCalls = _options.Rpc.MaxConcurrentCalls,
            ReplyTimeout = _options.Rpc.ReplyTimeout,
            ReplyRetry = _options.Rpc.ReplyRetry,
            IncludeTraceback = _options.Rpc.IncludeTraceback,
            DrainTimeout = _options.Rpc.DrainTimeout,
            Json = Json,
            Filters = Pipeline,
        });
    }

    internal NotificationListener CreateNotificationListener(IReadOnlyList<NotificationEndpointDescriptor> endpoints, IEndpointScopes scopes) =>
        new(_bus, endpoints, scopes, new NotificationListenerSettings
        {
            Credit = _options.Notifications.ServerCredit,
            MaxConcurrent = _options.Notifications.MaxConcurrent ?? _options.Rpc.MaxConcurrentCalls,
            Instance = Instance,
            DrainTimeout = ListenerDrainTimeout,
            Json = Json,
            Filters = Pipeline,
        });

    /// <summary>How long a listener that is stopped waits for its handlers.</summary>
    internal TimeSpan ListenerDrainTimeout => _options.Notifications.DrainTimeout ?? _options.Rpc.DrainTimeout;
}
