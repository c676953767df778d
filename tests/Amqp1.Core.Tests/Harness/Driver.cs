using Amqp1.Configuration;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Harness;

/// <summary>The driver for tests of faults: a started transport whose pending calls and deliveries can be counted.</summary>
internal sealed class Driver : StartedTransport
{
    private Driver(MessagingTransport transport)
        : base(transport)
    {
    }

    /// <summary>The number of calls that wait for their reply.</summary>
    public int PendingCalls => Transport.Bus.PendingCalls;

    /// <summary>The number of messages that wait to be sent or for their outcome.</summary>
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

    /// <summary>Starts a server. Completes when it listens.</summary>
    public Task<RpcServer> ServeAsync(
        TestEndpoint endpoint, string server = "server", string topic = "test-topic", string? exchange = null, Type[]? expected = null, CancellationToken cancel = default) =>
        ServeAsync(new Target { Topic = topic, Server = server, Exchange = exchange }, endpoint, expected, cancel);
}
