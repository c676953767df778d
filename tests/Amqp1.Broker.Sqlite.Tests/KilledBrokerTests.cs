using System.Collections.Concurrent;
using Amqp;
using Amqp1.Embedded.Tests.Restarts;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>
/// A broker process that is killed again and again under producers and consumers: no accepted message is lost, and no message is accepted by
/// two consumers unless the broker was killed in between.
/// </summary>
public sealed class KilledBrokerTests : BrokerTest
{
    private const int Producers = 8;
    private const int Consumers = 4;
    private const int MessagesBetweenKills = 300;
    private readonly ConcurrentDictionary<string, int> _accepted = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<int>> _consumed = new();
    private readonly SemaphoreSlim _progress = new(0);
    private readonly SemaphoreSlim _consumption = new(0);
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _lives;
    private volatile bool _produces = true;
    private volatile bool _consumes = true;

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("AMQP1_TEST_KILLS") ?? "4", null);

    [Fact]
    public async Task Nothing_that_was_accepted_is_lost()
    {
        await using var broker = new RouterUnderTest { Store = File };
        await StartAsync(broker);
        var producers = Enumerable.Range(0, Producers).Select(number => Task.Run(() => ProduceAsync(broker.Url, number), Cancel)).ToArray();
        var consumers = Enumerable.Range(0, Consumers).Select(_ => Task.Run(() => ConsumeAsync(broker.Url), Cancel)).ToArray();
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
        await Task.WhenAll(consumers);
        _accepted.Count.ShouldBeGreaterThan(Kills * MessagesBetweenKills);
        var repeated = _consumed.Where(message => message.Value.Count > 1).ToArray();
        repeated.ShouldAllBe(message => message.Value.Distinct().Count() == message.Value.Count);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills, {_accepted.Count} messages accepted, {repeated.Length} consumed again because the broker was killed before it had written their removal");
    }

    private async Task StartAsync(RouterUnderTest broker)
    {
        await broker.StartAsync(Cancel);
        _lives++;
        _up.SetResult();
    }

    private async Task ProduceAsync(string url, int number)
    {
        var count = 0;
        while (_produces)
        {
            await WhileUpAsync(url, async connection =>
            {
                var sender = new SenderLink(new Session(connection), $"producer-{number}", "queue");
                while (_produces)
                {
                    var text = $"{number}-{count++}";
                    await sender.SendAsync(new Message(text));
                    _accepted[text] = _lives;
                    _progress.Release();
                }
            });
        }
    }

    private async Task ConsumeAsync(string url)
    {
        while (_consumes)
        {
            await WhileUpAsync(url, async connection =>
            {
                // A connection belongs to one life of the broker, also if its last messages are handled after that.
                var life = _lives;
                var receiver = new ReceiverLink(new Session(connection), $"consumer-{Guid.NewGuid():N}", "queue");
                while (_consumes && !connection.IsClosed)
                {
                    if (await receiver.ReceiveAsync(TimeSpan.FromMilliseconds(200)) is { } message)
                    {
                        receiver.Accept(message);
                        _consumed.GetOrAdd((string)message.Body, _ => new ConcurrentQueue<int>()).Enqueue(life);
                        _consumption.Release();
                    }
                }
            });
        }
    }

    private async Task WhileUpAsync(string url, Func<Connection, Task> work)
    {
        await _up.Task.WaitAsync(Cancel);
        try
        {
            var connection = await new ConnectionFactory().CreateAsync(new Address(url));
            await work(connection);
            await connection.CloseAsync();
        }
        catch (Exception exception) when (exception is AmqpException or System.Net.Sockets.SocketException or IOException or ObjectDisposedException or TimeoutException or OperationCanceledException)
        {
            // The broker was killed. The outcome of a message in flight is not known, so the producer goes on with another one.
            Cancel.ThrowIfCancellationRequested();
        }
    }
}
