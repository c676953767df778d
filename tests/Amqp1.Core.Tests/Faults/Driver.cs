using Amqp1.Configuration;
using Amqp1.Core.Tests.Faults.Peer;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Faults;

/// <summary>A started transport and what a test makes on it, all stopped at its end.</summary>
internal sealed class Driver : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _made = [];

    private Driver(MessagingTransport transport) => Transport = transport;

    public MessagingTransport Transport { get; }

    /// <summary>Calls that wait for their reply.</summary>
    public int PendingCalls => Transport.Bus.PendingCalls;

    /// <summary>Messages that wait to be sent or for their outcome.</summary>
    public int PendingDeliveries => Transport.Bus.PendingDeliveries;

    public static Driver Start(ScriptedPeer peer, Action<Amqp1Options>? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null) =>
        Start(peer.Url, options, time, loggers);

    public static Driver Start(string url, Action<Amqp1Options>? options = null, TimeProvider? time = null, ILoggerFactory? loggers = null)
    {
        var transport = MessagingTransport.Create(url, TestOptions.Create(options), loggers, time);
        transport.Start();
        return new Driver(transport);
    }

    public RpcClient Client(string topic = "test-topic", string? server = null, TimeSpan? timeout = null, int? retry = null, string? exchange = null) =>
        Transport.CreateRpcClient(new Target { Topic = topic, Server = server, Exchange = exchange }).Prepare(timeout: timeout, retry: retry);

    /// <summary>Starts a server; completes when it listens.</summary>
    public async Task<RpcServer> ServeAsync(
        TestEndpoint endpoint, string server = "server", string topic = "test-topic", string? exchange = null, Type[]? expected = null, CancellationToken cancel = default)
    {
        var target = new Target { Topic = topic, Server = server, Exchange = exchange };
        var made = Transport.CreateRpcServer(target, (TestEndpoint.Describe(target, expected), endpoint));
        _made.Add(made);
        made.Start();
        await made.WaitUntilListeningAsync(cancel);
        return made;
    }

    /// <summary>Starts a listener; completes when it listens.</summary>
    public async Task<NotificationListener> ListenAsync(TestListener listener, CancellationToken cancel = default)
    {
        var made = Transport.CreateNotificationListener([(listener.Describe(), listener)]);
        _made.Add(made);
        made.Start();
        await made.WaitUntilListeningAsync(cancel);
        return made;
    }

    public INotifier Notifier(params string[] topics) => Transport.CreateNotifier("publisher", topics);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _made)
        {
            await one.DisposeAsync();
        }

        await Transport.DisposeAsync();
    }
}
