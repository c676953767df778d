using System.Text.Json;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>An echo server and a listener that use this driver with the defaults of a service.</summary>
internal sealed class FullStackServer : IContenderServer
{
    public const string Topic = "benchmark";
    private MessagingTransport? _transport;

    public async Task<string> StartAsync(string url)
    {
        _transport = MessagingTransport.Create(url, json: EchoJsonContext.Default.Options);
        var target = Target.ForTopic(Topic, "server-1");
        var endpoint = new RpcEndpointDescriptor(typeof(FullStackServer), target, [new RpcMethodDescriptor("echo", Echo)]);
        var server = _transport.CreateRpcServer(target, (endpoint, this));
        var handler = new NotificationEndpointDescriptor(
            typeof(FullStackServer),
            Topic,
            new NotificationFilter(),
            new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = Handle });
        var listener = _transport.CreateNotificationListener((handler, this));
        server.Start();
        listener.Start();
        _transport.Start();
        await server.WaitUntilListeningAsync();
        await listener.WaitUntilListeningAsync();
        return url;
    }

    public ValueTask DisposeAsync() => _transport?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static ValueTask Echo(object endpoint, RpcInvocation invocation)
    {
        var arguments = JsonSerializer.Deserialize(invocation.Arguments.Span, EchoJsonContext.Default.EchoPayload)!;
        invocation.SetResult(arguments.Data);
        return ValueTask.CompletedTask;
    }

    private static ValueTask<NotificationResult> Handle(object endpoint, NotificationInvocation invocation) =>
        new(invocation.Read<EchoPayload>().Payload.Data.Length > 0 ? NotificationResult.Handled : NotificationResult.Requeue);
}
