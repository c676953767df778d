using System.Collections.Concurrent;
using Amqp;
using Amqp1.Embedded.Tests;
using Amqp1.Embedded.Tests.Restarts;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>
/// A broker process that is killed again and again under producers and consumers. No accepted message is lost. No message is confirmed to two
/// consumers, or delivered again after it was confirmed to one: a consumer that has seen the settlement of the broker is the only one.
/// </summary>
public sealed class KilledBrokerTests : BrokerTest
{
    private const int Producers = 8;
    private const int Consumers = 4;
    private const int MessagesBetweenKills = 300;
    private readonly ConcurrentDictionary<string, int> _accepted = new();
    private readonly ConcurrentDictionary<string, int> _consumed = new();
    private readonly ConcurrentDictionary<string, int> _confirmed = new();
    private readonly ConcurrentQueue<string> _repeated = new();
    private readonly ConcurrentDictionary<RawPeer, bool> _peers = new();
    private readonly SemaphoreSlim _progress = new(0);
    private readonly SemaphoreSlim _consumption = new(0);
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _produces = true;
    private volatile bool _consumes = true;

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("AMQP1_TEST_KILLS") ?? "4", null);

    [Fact]
    public async Task Nothing_that_was_accepted_is_lost()
    {
        await using var broker = new RouterUnderTest { Store = File };
        await StartAsync(broker);
        var producers = Enumerable.Range(0, Producers).Select(number => Task.Run(() => ProduceAsync(broker.Url, number), Cancel)).ToArray();
        var consumers = Enumerable.Range(0, Consumers).Select(_ => Task.Run(() => ConsumeAsync(broker.Port), Cancel)).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            for (var message = 0; message < MessagesBetweenKills + Random.Shared.Next(MessagesBetweenKills); message++)
            {
                await _progress.WaitAsync(Cancel);
            }

            _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await broker.KillAsync(Cancel);
            await StartAsync(broker);
        }

        _produces = false;
        await Task.WhenAll(producers);
        while (_accepted.Keys.Any(message => !_consumed.ContainsKey(message)))
        {
            (await _consumption.WaitAsync(TimeSpan.FromSeconds(60), Cancel)).ShouldBeTrue("messages are missing");
        }

        _consumes = false;
        foreach (var peer in _peers.Keys)
        {
            await peer.DisposeAsync();
        }

        await Task.WhenAll(consumers);
        _accepted.Count.ShouldBeGreaterThan(Kills * MessagesBetweenKills);
        _repeated.ShouldBeEmpty();
        _confirmed.Values.ShouldAllBe(count => count == 1);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {_accepted.Count} messages accepted, {_confirmed.Count} confirmed to a consumer, " +
            $"{_consumed.Values.Count(count => count > 1)} delivered again because the broker was killed before it had confirmed them");
    }

    private async Task StartAsync(RouterUnderTest broker)
    {
        await broker.StartAsync(Cancel);
        _up.SetResult();
    }

    private async Task ProduceAsync(string url, int number)
    {
        var count = 0;
        while (_produces)
        {
            await WhileUpAsync(async () =>
            {
                var connection = await new ConnectionFactory().CreateAsync(new Address(url));
                var sender = new SenderLink(new Session(connection), $"producer-{number}", "queue");
                while (_produces)
                {
                    var text = $"{number}-{count++}";
                    await sender.SendAsync(new Message(text));
                    _accepted[text] = 1;
                    _progress.Release();
                }

                await connection.CloseAsync();
            });
        }
    }

    private async Task ConsumeAsync(int port)
    {
        while (_consumes)
        {
            await WhileUpAsync(async () =>
            {
                await using var peer = await RawPeer.OpenAsync(port);
                _peers.TryAdd(peer, true);
                await new ConfirmedConsumer(peer, OnAccepted, OnConfirmed).RunAsync("queue", () => !_consumes);
                _peers.TryRemove(peer, out _);
            });
        }
    }

    private void OnAccepted(string message)
    {
        if (_confirmed.ContainsKey(message))
        {
            _repeated.Enqueue(message);
        }

        _consumed.AddOrUpdate(message, 1, (_, count) => count + 1);
        _consumption.Release();
    }

    private void OnConfirmed(string message) => _confirmed.AddOrUpdate(message, 1, (_, count) => count + 1);

    private async Task WhileUpAsync(Func<Task> work)
    {
        await _up.Task.WaitAsync(Cancel);
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is AmqpException or System.Net.Sockets.SocketException or IOException or ObjectDisposedException
            or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // The broker was killed. The outcome of a message in flight is not known, so the producer goes on with another one.
            Cancel.ThrowIfCancellationRequested();
        }
    }
}
