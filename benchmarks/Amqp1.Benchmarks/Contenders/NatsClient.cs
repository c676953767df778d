using NATS.Client.Core;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>A client that uses request and reply of NATS. A notification is a request too, because that is how NATS acknowledges.</summary>
internal sealed class NatsClient : IContenderClient
{
    public const string CallSubject = "benchmark.call";
    public const string NotifySubject = "benchmark.notify";
    private NatsConnection? _connection;
    private byte[] _body = [];

    public async Task ConnectAsync(string url, int payloadSize, CancellationToken cancel)
    {
        _body = new byte[payloadSize];
        _connection = new NatsConnection(new NatsOpts { Url = url });
        await _connection.ConnectAsync();
    }

    public async Task CallAsync()
    {
        var reply = await _connection!.RequestAsync<byte[], byte[]>(CallSubject, _body).ConfigureAwait(false);
        if (reply.Data?.Length != _body.Length)
        {
            throw new InvalidOperationException("The answer is not the question.");
        }
    }

    public async Task NotifyAsync() => _ = await _connection!.RequestAsync<byte[], byte[]>(NotifySubject, _body).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
