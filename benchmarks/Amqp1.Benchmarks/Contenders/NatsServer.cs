using NATS.Client.Core;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>Echoes requests and answers notifications with an empty message.</summary>
internal sealed class NatsServer : IContenderServer
{
    private readonly CancellationTokenSource _stopped = new();
    private NatsConnection? _connection;
    private Task _loops = Task.CompletedTask;

    public async Task<string> StartAsync(string url)
    {
        _connection = new NatsConnection(new NatsOpts { Url = url });
        await _connection.ConnectAsync();
        var calls = await _connection.SubscribeCoreAsync<byte[]>(NatsClient.CallSubject);
        var notifications = await _connection.SubscribeCoreAsync<byte[]>(NatsClient.NotifySubject);
        await _connection.PingAsync();
        _loops = Task.WhenAll(AnswerAsync(calls, echo: true), AnswerAsync(notifications, echo: false));
        return url;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _stopped.Dispose();
    }

    private async Task AnswerAsync(INatsSub<byte[]> subscription, bool echo)
    {
        await foreach (var message in subscription.Msgs.ReadAllAsync(_stopped.Token).ConfigureAwait(false))
        {
            await message.ReplyAsync(echo ? message.Data : []).ConfigureAwait(false);
        }
    }
}
