using Amqp1.Embedded;
using Amqp1.Notifications;

namespace Amqp1.Testing;

/// <summary>
/// A message router on a free loopback port for one test or one fixture. The test has its own connection, separate from the connection of
/// the application under test.
/// </summary>
/// <remarks>
/// A router of <see cref="StartAsync"/> differs from a production router in one point: each listener of a notification topic gets its own copy, so that a
/// <see cref="NotificationProbe"/> does not take notifications from the application. A notification is accepted if any listener accepts it.
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

    /// <summary>The URL of the router for <c>Amqp1:TransportUrl</c>: <c>amqp://127.0.0.1:port</c>.</summary>
    public string TransportUrl => _router.TransportUrl;

    /// <summary>
    /// The test's own connection. It creates clients that call the application and notifiers whose notifications the application receives.
    /// </summary>
    public MessagingTransport Transport { get; }

    internal TimeProvider? TimeProvider => _options.TimeProvider;

    /// <summary>Starts a router. Completes when the router listens and the test's own connection is open.</summary>
    /// <param name="configure">Changes the settings; null for the defaults.</param>
    /// <param name="cancel">Cancels the wait and stops the router.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Task<TestRouter> StartAsync(Action<TestRouterOptions>? configure = null, CancellationToken cancel = default)
    {
        var options = new TestRouterOptions();
        configure?.Invoke(options);
        options.Router.Addresses[NotificationPrefixOf(options)] = Distribution.Multicast;
        return StartWithAsync(options, cancel);
    }

    /// <summary>
    /// Starts a broker, which routes calls directly and stores notifications until a listener accepts them
    /// (<see cref="EmbeddedPreset.Dual"/>). Unlike a router of <see cref="StartAsync"/>, it gives each notification to one listener of a
    /// topic, so a <see cref="NotificationProbe"/> competes with the listeners of the application.
    /// </summary>
    /// <inheritdoc cref="StartAsync"/>
    public static Task<TestRouter> StartBrokerAsync(Action<TestRouterOptions>? configure = null, CancellationToken cancel = default)
    {
        var options = new TestRouterOptions();
        options.Router.UsePreset(EmbeddedPreset.Dual);
        configure?.Invoke(options);
        options.Router.Addresses[NotificationPrefixOf(options)] = Distribution.Queue;
        return StartWithAsync(options, cancel);
    }

    /// <summary>
    /// Listens to all priorities of a topic. Completes when the router has attached the listener: the probe receives all notifications sent
    /// after that.
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

    /// <summary>Serves a topic in place of a service that the application calls, with version 1.0 and without a namespace.</summary>
    /// <inheritdoc cref="ServeAsync(Target, Action{RpcStub}, CancellationToken)"/>
    public Task<RpcStub> ServeAsync(string topic, Action<RpcStub> configure, CancellationToken cancel = default) =>
        ServeAsync(Target.ForTopic(topic), configure, cancel);

    /// <summary>
    /// Serves a topic in place of a service that the application calls. Completes when the router has attached the server: the stub answers
    /// all calls sent after that.
    /// </summary>
    /// <param name="target">
    /// The topic, namespace and version to serve, and optionally the exchange and the server name (<c>stub</c> by default).
    /// </param>
    /// <param name="configure">
    /// Sets the answers of the methods, by <see cref="RpcStub.On(string, Func{System.Text.Json.JsonElement, object?})"/>.
    /// </param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="InvalidTargetException">The target has no topic.</exception>
    /// <exception cref="ArgumentException">The version is not in the form <c>major.minor</c>.</exception>
    public async Task<RpcStub> ServeAsync(Target target, Action<RpcStub> configure, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(configure);
        var stub = new RpcStub(target with { Server = target.Server ?? "stub" }, _options.WaitLimit);
        configure(stub);
        await StartedAsync(stub, stub.StartAsync(Transport, cancel)).ConfigureAwait(false);
        return stub;
    }

    /// <summary>Closes the test's own connection and stops the router within seconds. Never throws. A second call does nothing.</summary>
    public ValueTask DisposeAsync() => StopAsync(Transport, _router);

    private static string NotificationPrefixOf(TestRouterOptions options) =>
        $"{options.Messaging.Addressing.NotifyAddressPrefix}/{options.Messaging.Addressing.AnycastAddress}";

    private static async Task<TestRouter> StartWithAsync(TestRouterOptions options, CancellationToken cancel)
    {
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
