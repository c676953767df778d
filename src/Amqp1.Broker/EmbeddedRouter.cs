using System.Net;
using Amqp1.Broker;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Nodes.Management;
using Amqp1.Broker.Protocol;
using Amqp1.Broker.Security;
using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Embedded;

/// <summary>
/// An AMQP 1.0 message router and broker inside this process, for development, tests and single machines. Any AMQP 1.0 client can use it.
/// By default it routes messages from senders to the consumers of the same address and stores none. Settlement is then end to end: a message
/// is accepted when its consumer has accepted it. Addresses that <see cref="EmbeddedRouterOptions.Addresses"/> declares as queues or topics
/// store their messages; see also <see cref="EmbeddedRouterOptions.UsePreset"/>.
/// </summary>
/// <remarks>All members are thread-safe.</remarks>
public sealed class EmbeddedRouter : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(1);
    private readonly Engine _engine;
    private readonly Acceptor _acceptor;
    private readonly Lazy<Task> _stopped;
    private CancellationToken _stopCancel;

    private EmbeddedRouter(Engine engine, Acceptor acceptor, string host, bool tls)
    {
        _engine = engine;
        _acceptor = acceptor;
        Port = acceptor.Port;
        TransportUrl = $"amqp://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{Port}{(tls ? "/?ssl=1" : "")}";
        _stopped = new Lazy<Task>(StopOnceAsync);
    }

    /// <summary>The TCP port that the router listens on.</summary>
    public int Port { get; }

    /// <summary>The URL for clients, such as <c>amqp://127.0.0.1:5672</c>. If the router uses TLS, the URL ends with <c>/?ssl=1</c>.</summary>
    public string TransportUrl { get; }

    /// <summary>The container ID of the router.</summary>
    public string ContainerId => _engine.Context.ContainerId;

    /// <summary>Whether senders to queues get no credit, because the queues have reached <see cref="EmbeddedRouterOptions.MaxQueueBytes"/>.</summary>
    internal bool IsPressedByQueues => _engine.Queues.Budget.IsPressed;

    internal long QueueCount => _engine.Queues.Registry.Count;

    internal long QueueBytes => _engine.Queues.Budget.Held;

    internal long MostQueueBytes => _engine.Queues.Budget.Most;

    /// <summary>The reason why the store cannot write, as a sentence that says what to do; null if it can, or if there is no store.</summary>
    internal string? StoreFailure => _engine.Store?.Failure?.Text;

    /// <summary>The parts of the router, for tests.</summary>
    internal Engine Engine => _engine;

    internal int ConnectionCount => _acceptor.ConnectionCount;

    /// <summary>Starts a router. Completes when the router listens.</summary>
    /// <param name="options">The settings; null for the defaults: a free loopback port, anonymous access.</param>
    /// <param name="cancel">Cancels the resolution of the host name.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the host name has no address.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The router cannot listen on the port.</exception>
    /// <exception cref="IOException">The store cannot be opened. The message names the file and says what to do.</exception>
    public static async Task<EmbeddedRouter> StartAsync(EmbeddedRouterOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new EmbeddedRouterOptions();
        ArgumentException.ThrowIfNullOrEmpty(options.Host);
        var address = IPAddress.TryParse(options.Host, out var literal)
            ? literal
            : (await Dns.GetHostAddressesAsync(options.Host, cancel).ConfigureAwait(false)).FirstOrDefault()
                ?? throw new ArgumentException($"The host {options.Host} has no address.", nameof(options));
        return Start(options, address);
    }

    /// <summary>
    /// Starts a router on an IP address. The router listens when the method returns. Throws the same exceptions as
    /// <see cref="StartAsync"/>.
    /// </summary>
    internal static EmbeddedRouter Start(EmbeddedRouterOptions options, IPAddress address)
    {
        options.Validate();
        SaslOffer.Validate(options.SaslMechanisms);
        var containerId = options.ContainerId ?? $"amqp1-embedded-{Guid.NewGuid():N}";
        var logger = SafeLogger.Wrap(options.LoggerFactory?.CreateLogger<EmbeddedRouter>() ?? (ILogger)NullLogger.Instance);
        var engine = new Engine(options, containerId, logger);
        var router = new EmbeddedRouter(engine, Listen(engine, new IPEndPoint(address, options.Port)), options.Host, options.Tls is not null);
        RouterGauges.Add(engine);
        QueueGauges.Add(engine);
        logger.Listening(containerId, router.TransportUrl);
        if (!IPAddress.IsLoopback(address))
        {
            WarnOfStrangers(engine.Protocol, options);
        }

        return router;
    }

    /// <summary>
    /// Writes a copy of the durable store to a new file while the broker is used. The copy contains every message that was accepted before
    /// the call. Completes when the copy is on disk.
    /// </summary>
    /// <param name="path">The path of the copy.</param>
    /// <param name="cancel">Abandons the copy.</param>
    /// <exception cref="InvalidOperationException">The broker has no store.</exception>
    /// <exception cref="IOException">The file exists or cannot be written, or the broker was stopped.</exception>
    public Task BackUpStoreAsync(string path, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return _engine.Store is { } store
            ? store.BackUpAsync(Path.GetFullPath(path), cancel)
            : throw new InvalidOperationException("The broker keeps its messages in memory and has no store.");
    }

    /// <summary>
    /// Reads entities as the management node shows them, without a connection. It never blocks. Completes when all of them were read, in as
    /// many turns as that takes.
    /// </summary>
    /// <param name="type">The name of the type.</param>
    /// <param name="attributes">The names of the attributes to read. Names that the type does not have are left out.</param>
    /// <param name="limit">The maximum number of entities.</param>
    /// <exception cref="ArgumentException">The type is unknown.</exception>
    internal Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> ReadEntitiesAsync(string type, IReadOnlyList<string> attributes, int limit)
    {
        if (_engine.Entities.Find(type) is not [var known])
        {
            throw new ArgumentException($"The type {type} is unknown.", nameof(type));
        }

        return EntityQuery.RunAsync(known, attributes, limit, _engine.Context);
    }

    /// <summary>
    /// Stops listening and closes every connection with <c>amqp:connection:forced</c>. Peers that have not closed their side within a
    /// second, or when <paramref name="cancel"/> is cancelled, are disconnected. Completes when all sockets are closed. Never throws. A
    /// second call waits for the first.
    /// </summary>
    public Task StopAsync(CancellationToken cancel = default)
    {
        if (!_stopped.IsValueCreated)
        {
            _stopCancel = cancel;
        }

        return _stopped.Value;
    }

    /// <inheritdoc cref="StopAsync"/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private static void WarnOfStrangers(ProtocolContext protocol, EmbeddedRouterOptions options)
    {
        if (options.AllowAnonymous || protocol.Sasl.TakesAnyUser)
        {
            protocol.Log.OpenToAll(options.Host);
        }
        else if (!protocol.Access.HasRules)
        {
            protocol.Log.NoRules(options.Host);
        }
    }

    private static Acceptor Listen(Engine engine, IPEndPoint endpoint)
    {
        try
        {
            return Acceptor.Start(engine.Protocol, endpoint);
        }
        catch
        {
            // Nothing waits to be written. The file is closed soon.
            _ = engine.CloseStoreAsync();
            engine.Dispose();
            throw;
        }
    }

    private async Task StopOnceAsync()
    {
        await _acceptor.StopAsync(ErrorCondition.ConnectionForced, "The router is stopping.", StopGrace, _stopCancel).ConfigureAwait(false);
        _acceptor.Dispose();
        await _engine.CloseStoreAsync().ConfigureAwait(false);
        RouterGauges.Remove(_engine);
        QueueGauges.Remove(_engine);
        _engine.Dispose();
        _engine.Context.Log.Stopped(_engine.Context.ContainerId);
    }
}
