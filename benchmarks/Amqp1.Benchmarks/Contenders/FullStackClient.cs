using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>A client that uses this driver as an application does, with .NET values as arguments and results.</summary>
internal sealed class FullStackClient(string topic) : IContenderClient
{
    private MessagingTransport? _transport;
    private RpcClient? _client;
    private INotifier? _notifier;
    private EchoPayload _payload = new("");

    public async Task ConnectAsync(string url, int payloadSize, CancellationToken cancel)
    {
        _payload = new EchoPayload(new string('x', payloadSize));
        _transport = MessagingTransport.Create(url, json: EchoJsonContext.Default.Options);
        _client = _transport.CreateRpcClient(Target.ForTopic(topic));
        _notifier = _transport.CreateNotifier("benchmark.client", topic);
        _transport.Start();
        await _transport.WaitForConnectionAsync(cancel);
    }

    public async Task CallAsync()
    {
        if ((await _client!.CallAsync<string>("echo", _payload).ConfigureAwait(false))?.Length != _payload.Data.Length)
        {
            throw new InvalidOperationException("The answer is not the question.");
        }
    }

    public Task NotifyAsync() => _notifier!.InfoAsync("benchmark.done", _payload);

    public ValueTask DisposeAsync() => _transport?.DisposeAsync() ?? ValueTask.CompletedTask;
}
