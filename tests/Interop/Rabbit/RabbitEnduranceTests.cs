using System.Globalization;
using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Tests that load does not accumulate anything: memory of the process, queues, bindings, connections and stored messages of the broker.
/// The load has a few rounds; <see cref="Minutes"/> makes it last.
/// </summary>
public sealed class RabbitEnduranceTests(ITestOutputHelper output) : RabbitTests
{
    /// <summary>The name of the environment variable with the number of minutes that the load lasts.</summary>
    public const string Minutes = "AMQP1_TEST_ENDURANCE";

    private const string Topic = "endurance";
    private const int ShortRounds = 8;
    private const int RoundsBetweenSamples = 20;
    private const int CallsInRound = 400;
    private const int Callers = 16;
    private const int NotificationsInRound = 100;

    // Messages of the last round whose acknowledgement the broker has not counted yet.
    private const int MostUnderWay = CallsInRound;

    private readonly Dictionary<string, int> _served = [];
    private int _notified;

    [Fact]
    public async Task Load_accumulates_nothing_in_the_process_and_nothing_in_the_broker()
    {
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V43, Cancel);
        var servers = await ConnectAsync(broker.Url);
        var clients = await ConnectAsync(broker.Url);
        await using var server = servers.CreateRpcServer(Target.ForTopic(Topic, "s1"), [(Endpoint(), this)]);
        server.Start();
        await server.WaitUntilListeningAsync(Cancel).WaitAsync(Limits.Signal, Cancel);
        await using var listener = servers.CreateNotificationListener((Listener(), this));
        listener.Start();
        await listener.WaitUntilListeningAsync(Cancel).WaitAsync(Limits.Signal, Cancel);
        var python = await PythonAsync(OsloRelease.Newest, "rpc_client.py", broker.Url, "--topic", Topic);
        var client = clients.CreateRpcClient(Target.ForTopic(Topic)).Prepare(timeout: Limits.Signal);
        var notifier = clients.CreateNotifier("p", Topic);

        var samples = new List<Sample>();
        var until = DateTime.UtcNow + Length();
        for (var round = 1; round <= ShortRounds || DateTime.UtcNow < until; round++)
        {
            await RunRoundAsync(client, notifier);
            if (round % (round <= ShortRounds ? ShortRounds / 2 : RoundsBetweenSamples) == 0)
            {
                // The harness keeps what a Python peer has reported, so it is asked only here.
                Value(await python.AskAsync(new { command = "call", method = "echo", args = new { data = round } }, Cancel)).GetInt32().ShouldBe(round);
                samples.Add(await TakeSampleAsync(broker, round));
                output.WriteLine(samples[^1].ToString());
            }
        }

        // The first rounds fill pools and caches.
        var (early, late) = (samples[samples.Count / 3], samples[^1]);
        late.Queues.ShouldBe(early.Queues);
        late.Bindings.ShouldBe(early.Bindings);
        late.Connections.ShouldBe(early.Connections);
        late.Messages.ShouldBeLessThanOrEqualTo(MostUnderWay);
        late.MemoryInKib.ShouldBeLessThan((early.MemoryInKib * 5 / 4) + 4096);
        output.WriteLine($"{_served["echo"]} calls, {_served["note"]} casts and fanouts, {_notified} notifications");
    }

    private static TimeSpan Length() =>
        Environment.GetEnvironmentVariable(Minutes) is { Length: > 0 } minutes
            ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
            : TimeSpan.Zero;

    private static async Task RunRoundAsync(RpcClient client, INotifier notifier)
    {
        var left = CallsInRound;
        var load = Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) is var number and >= 0)
            {
                (await client.CallAsync<int>("echo", new { data = number }, Cancel)).ShouldBe(number);
                if (number % 10 == 0)
                {
                    await client.CastAsync("note", new { data = number }, Cancel);
                    await client.FanoutAsync("note", new { data = number }, Cancel);
                }
            }
        });
        var notifications = Enumerable.Range(0, NotificationsInRound).Select(id => notifier.InfoAsync("e", new { id }, cancel: Cancel));
        await Task.WhenAll([.. load, .. notifications]);
    }

    private static async Task<Sample> TakeSampleAsync(RabbitBroker broker, int round)
    {
        var queues = await broker.Control.QueuesAsync(Cancel);
        var bindings = await broker.Control.BindingsAsync(Cancel);
        var connections = await broker.Control.RunAsync(Cancel, "list_connections", "pid");
        return new Sample(
            round,
            string.Join(' ', queues.Select(queue => queue.GetProperty("name").GetString()).Order(StringComparer.Ordinal)),
            bindings.Length,
            connections.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length,
            queues.Sum(queue => queue.GetProperty("messages").GetInt32()),
            GC.GetTotalMemory(forceFullCollection: true) / 1024);
    }

    private RpcEndpointDescriptor Endpoint() => new(
        typeof(RabbitEnduranceTests),
        new Target(),
        [
            new("echo", (_, invocation) => Serve(invocation, "echo")),
            new("note", (_, invocation) => Serve(invocation, "note")),
        ]);

    private NotificationEndpointDescriptor Listener() => new(
        typeof(RabbitEnduranceTests),
        Topic,
        NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker>
        {
            [NotificationPriority.Info] = (_, _) =>
            {
                Interlocked.Increment(ref _notified);
                return ValueTask.FromResult(NotificationResult.Handled);
            },
        });

    private ValueTask Serve(RpcInvocation invocation, string method)
    {
        lock (_served)
        {
            _served[method] = _served.GetValueOrDefault(method) + 1;
        }

        invocation.SetResult(JsonElement.Parse(invocation.Arguments.Span).GetProperty("data"));
        return ValueTask.CompletedTask;
    }

    private sealed record Sample(int Round, string Queues, int Bindings, int Connections, int Messages, long MemoryInKib);
}
