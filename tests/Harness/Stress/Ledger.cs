using System.Collections.Concurrent;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>The calls and notifications that were sent, and those that were served or received.</summary>
internal sealed class Ledger
{
    public ConcurrentDictionary<string, int> Served { get; } = new();

    public ConcurrentDictionary<string, int> Received { get; } = new();

    /// <summary>The notifications whose sender was told that they were accepted.</summary>
    public ConcurrentQueue<string> Acknowledged { get; } = new();

    public ConcurrentDictionary<string, int> Failures { get; } = new();

    public ConcurrentQueue<Exception> Untyped { get; } = new();

    public ConcurrentQueue<TimeSpan> Overruns { get; } = new();

    private int _succeeded;

    public int Succeeded => _succeeded;

    public TestEndpoint Endpoint() => new((_, data) =>
    {
        Count(Served, data);
        return Task.FromResult(data);
    });

    public TestListener Listener(string topic) => new(topic, text =>
    {
        Count(Received, text);
        return NotificationResult.Handled;
    });

    /// <summary>Makes one call. The call must return its own data or throw a documented exception, before its deadline.</summary>
    public async Task CallAsync(RpcClient client, string data, TimeSpan timeout, Starvation starvation, CancellationToken limit)
    {
        var starved = starvation.Total;
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var answer = await client.CallAsync<string>("echo", new { data }, limit);
            answer.ShouldBe(data);
            Interlocked.Increment(ref _succeeded);
        }
        catch (MessagingException failure)
        {
            Count(Failures, failure.GetType().Name);
        }
        catch (Exception other)
        {
            Untyped.Enqueue(other);
        }

        // The limit is the deadline plus half a second, plus the time in which no thread of this process could run.
        var over = TimeProvider.System.GetElapsedTime(started) - timeout - TimeSpan.FromSeconds(0.5) - (starvation.Total - starved);
        if (over > TimeSpan.Zero)
        {
            Overruns.Enqueue(over);
        }
    }

    public async Task NotifyAsync(INotifier notifier, string name, CancellationToken limit)
    {
        try
        {
            await notifier.InfoAsync(name, 0, cancel: limit);
            Acknowledged.Enqueue($"Info {name} 0");
        }
        catch (MessageDeliveryException failure)
        {
            Count(Failures, failure.GetType().Name);
        }
        catch (Exception other)
        {
            Untyped.Enqueue(other);
        }
    }

    private static void Count(ConcurrentDictionary<string, int> counts, string name) => counts.AddOrUpdate(name, 1, static (_, times) => times + 1);
}
