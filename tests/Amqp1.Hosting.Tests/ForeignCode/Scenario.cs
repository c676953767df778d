using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;
using Amqp1.Embedded;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Amqp1.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.ForeignCode;

/// <summary>
/// The life of a service and of its router, with everything that commonly goes wrong: methods and handlers that fail, deadlines, messages
/// that cannot be read, strangers, a lost connection, and a stop that does not wait. Every step asserts that all promises are kept,
/// whatever the application code does that is called in between.
/// </summary>
internal sealed class Scenario(Sink sink, CancellationToken limit) : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(sink));
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    /// <summary>Adds more application code to the service.</summary>
    public Action<IAmqp1MessagingBuilder> Configure { get; init; } = static _ => { };

    /// <summary>Gets the transport of the service before it is used.</summary>
    public Action<MessagingTransport> Watch { get; init; } = static _ => { };

    /// <summary>Runs the whole scenario.</summary>
    public async Task RunAsync()
    {
        var router = await StartRouterAsync(0);
        using var host = Build(router.TransportUrl);
        await host.StartAsync(limit);
        var transport = host.Services.GetRequiredService<MessagingTransport>();
        Watch(transport);
        var client = transport.CreateRpcClient(Target.ForTopic("patient"));

        await WorksAsync(client, transport, "first");
        await TroubleAsync(client, transport);
        await WorksAsync(client, transport, "after failures");
        await StrangersAsync(router.Port);
        await WorksAsync(client, transport, "after strangers");

        var waiting = client.CallAsync("wait", cancel: limit);
        await router.DisposeAsync();
        (await Should.ThrowAsync<MessageDeliveryException>(waiting)).InDoubt.ShouldBeTrue();
        await sink.SeenAsync(1001, limit);
        await ExpiresAsync(transport);
        router = await StartRouterAsync(router.Port);
        await WorksAsync(client, transport, "after a loss");

        // The server stops while a method runs, and does not wait for it.
        var stopped = client.Prepare(timeout: TimeSpan.FromSeconds(5)).CallAsync("wait", cancel: limit);
        await WorksAsync(client, transport, "while a method waits");
        await host.StopAsync(limit);
        await Should.ThrowAsync<Exception>(stopped.WaitAsync(limit));
        transport.Status.State.ShouldBe(ConnectionState.Closed);
        await router.DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _loggers.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<EmbeddedRouter> StartRouterAsync(int port) => EmbeddedRouter.StartAsync(
        new EmbeddedRouterOptions { Port = port, LoggerFactory = _loggers, OpenTimeout = TimeSpan.FromMilliseconds(300) }, limit);

    private IHost Build(string url) => TestHost.Build(
        messaging =>
        {
            messaging.Services.AddSingleton(_heard);
            messaging.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(sink));
            messaging.AddEndpoint<Patient>().AddEndpoint<Hearer>();
            Configure(messaging);
        },
        TestHost.Wait,
        ("Amqp1:TransportUrl", url),
        ("Amqp1:Connection:RetryInterval", "00:00:00.020"),
        ("Amqp1:Connection:RetryBackoff", "1"),
        ("Amqp1:Connection:RetryIntervalMax", "00:00:00.050"),
        ("Amqp1:Connection:LinkRetryDelay", "00:00:00.050"),
        ("Amqp1:Rpc:DrainTimeout", "00:00:00"),
        ("Amqp1:Rpc:ResponseTimeout", "00:00:20"));

    /// <summary>Checks that a call gets its reply and that a notification reaches its handler.</summary>
    private async Task WorksAsync(RpcClient client, MessagingTransport transport, string text)
    {
        (await client.CallAsync<string>("echo", new { text }, limit)).ShouldBe(text);
        await transport.CreateNotifier("scenario", "patient-news").InfoAsync(text, new JsonElement?(), cancel: limit);
        (await _heard.Reader.ReadAsync(limit)).ShouldBe(text);
    }

    private async Task TroubleAsync(RpcClient client, MessagingTransport transport)
    {
        await Should.ThrowAsync<Exception>(client.CallAsync("fail", cancel: limit));
        await Should.ThrowAsync<Exception>(client.CallAsync("refuse", cancel: limit));
        await Should.ThrowAsync<Exception>(client.CallAsync("no_such_method", cancel: limit));
        await client.CastAsync("fail", cancel: limit);
        await transport.CreateNotifier("scenario", "patient-news").ErrorAsync("fails", new JsonElement?(), cancel: limit);

        // The method is cancelled at the deadline of its caller.
        await Should.ThrowAsync<MessagingTimeoutException>(client.Prepare(timeout: TimeSpan.FromMilliseconds(200)).CallAsync("wait", cancel: limit));
        await ExpiresAsync(transport);
        await Should.ThrowAsync<MessageDeliveryException>(SendAsync(MessageKind.Cast, ServiceKind.Rpc, "patient"));
        await Should.ThrowAsync<MessageDeliveryException>(SendAsync(MessageKind.Notification, ServiceKind.Notification, "patient-news.info"));

        Task SendAsync(MessageKind kind, ServiceKind service, string topic) => transport.Bus.SendAsync(
            new PendingSend(new OutgoingMessage { Kind = kind, Destination = Destination.For(service, Target.ForTopic(topic)), Content = new ResultContent("no JSON"u8.ToArray()) }, TimeSpan.FromSeconds(20), 0),
            limit).AsTask();
    }

    /// <summary>Lets a deadline pass, because no server serves that topic.</summary>
    private async Task ExpiresAsync(MessagingTransport transport)
    {
        var nobody = transport.CreateRpcClient(Target.ForTopic("nobody")).Prepare(timeout: TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<MessagingTimeoutException>(nobody.CallAsync("echo", new { text = "" }, limit));
    }

    /// <summary>
    /// Connects three strangers. The first sends bytes that are not AMQP, the second begins a session on a connection that is not open, and
    /// the third sends nothing. The router ends all three connections.
    /// </summary>
    private async Task StrangersAsync(int port)
    {
        byte[] noOpen = [.. "AMQP"u8, 0, 1, 0, 0, 0, 0, 0, 12, 2, 0, 0, 0, 0, 0x53, 0x11, 0x45];
        foreach (var said in new[] { "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), noOpen, [] })
        {
            using var stranger = new TcpClient();
            await stranger.ConnectAsync(IPAddress.Loopback, port, limit);
            await stranger.GetStream().WriteAsync(said, limit);
            await ReadToEndAsync(stranger.GetStream());
        }
    }

    private async Task ReadToEndAsync(NetworkStream stream)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, limit) > 0)
            {
                // The bytes that the router sends before it ends the connection do not matter here.
            }
        }
        catch (IOException)
        {
            // A reset ends the connection, too.
        }
    }
}
