using Amqp1.Embedded;
using Amqp1.Notifications;

namespace Amqp1.Testing;

/// <summary>
/// A message router on a free port of loopback for one test or one fixture, with a connection of the test's own beside that of the
/// application under test.
/// </summary>
/// <remarks>
/// Differs from a router in production in one point: each listener of a notification topic gets a copy, so that a
/// <see cref="NotificationProbe"/> takes nothing away from the application. A notification is accepted when any of them accepts it.
/// All members are thread-safe.
/// </remarks>
public sealed class TestRouter : IAsyncDisposable
{
    private readonly EmbeddedRouter _router;
    private readonly TestRouterOptions _options;

    private TestRouter(EmbeddedRouter router, MessagingTransport transport, TestRouterOptions options)
    {
        _router = router;
        _options = options;
        Transport = transport;
    }

    /// <summary>Where it listens, for <c>Amqp1:TransportUrl</c>: <c>amqp://127.0.0.1:port</c>.</summary>
    public string TransportUrl => _router.TransportUrl;

    /// <summary>The test's own connection: makes clients that call the application and notifiers that it listens to.</summary>
    public MessagingTransport Transport { get; }

    internal TimeProvider? TimeProvider => _options.TimeProvider;

    /// <summary>Starts a router. Completes when it listens and the test's own connection is open.</summary>
    /// <param name="configure">Changes the settings; null for the defaults.</param>
    /// <param name="cancel">Ends the wait; the router is stopped then.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task<TestRouter> StartAsync(Action<TestRouterOptions>? configure = null, CancellationToken cancel = default)
    {
        var options = new TestRouterOptions();
        configure?.Invoke(options);
        var addressing = options.Messaging.Addressing;
        options.Router.Addresses[$"{addressing.NotifyAddressPrefix}/{addressing.AnycastAddress}"] = Distribution.Multicast;
        var router = await EmbeddedRouter.StartAsync(options.Router, cancel).ConfigureAwait(false);
        MessagingTransport? transport = null;
        try
        {
            transport = MessagingTransport.Create(router.TransportUrl, options.Messaging, options.Router.LoggerFactory);
            transport.Start();
            await transport.WaitForConnectionAsync(cancel).ConfigureAwait(false);
            return new TestRouter(router, transport, options);
        }
        catch
        {
            await StopAsync(transport, router).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Listens to a topic, at every priority. Completes when the router has confirmed it: what is emitted from then on is seen.
    /// </summary>
    /// <param name="topic">The topic, as in <c>Amqp1:Notifications:Topics</c>.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<NotificationProbe> ListenAsync(string topic = "notifications", CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var probe = new NotificationProbe(topic, _options.WaitLimit, Transport);
        await StartedAsync(probe, probe.StartAsync(cancel)).ConfigureAwait(false);
        return probe;
    }

    /// <summary>Serves a topic in place of a service that the application calls, version 1.0 without a namespace.</summary>
    /// <inheritdoc cref="ServeAsync(Target, Action{RpcStub}, CancellationToken)"/>
    public Task<RpcStub> ServeAsync(string topic, Action<RpcStub> configure, CancellationToken cancel = default) =>
        ServeAsync(Target.ForTopic(topic), configure, cancel);

    /// <summary>
    /// Serves a topic in place of a service that the application calls. Completes when the router has confirmed it: calls from then on
    /// are answered.
    /// </summary>
    /// <param name="target">Topic, namespace and version that are served, and perhaps exchange and server name (<c>stub</c> when there is none).</param>
    /// <param name="configure">Names the methods, by <see cref="RpcStub.On(string, Func{System.Text.Json.JsonElement, object?})"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="InvalidTargetException">The target has no topic.</exception>
    /// <exception cref="ArgumentException">The version is none.</exception>
    public async Task<RpcStub> ServeAsync(Target target, Action<RpcStub> configure, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(configure);
        var stub = new RpcStub(target with { Server = target.Server ?? "stub" }, _options.WaitLimit);
        configure(stub);
        await StartedAsync(stub, stub.StartAsync(Transport, cancel)).ConfigureAwait(false);
        return stub;
    }

    /// <summary>Closes the test's own connection and stops the router, within seconds. Never throws; a second call does nothing.</summary>
    public ValueTask DisposeAsync() => StopAsync(Transport, _router);

    private static async Task StartedAsync(IAsyncDisposable started, Task start)
    {
        try
        {
            await start.ConfigureAwait(false);
        }
        catch
        {
            await started.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask StopAsync(MessagingTransport? transport, EmbeddedRouter router)
    {
        if (transport is not null)
        {
            await transport.DisposeAsync().ConfigureAwait(false);
        }

        await router.DisposeAsync().ConfigureAwait(false);
    }
}
