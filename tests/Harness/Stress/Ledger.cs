using System.Collections.Concurrent;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>What was asked, served, sent and received, by both ends.</summary>
internal sealed class Ledger
{
    public ConcurrentDictionary<string, int> Served { get; } = new();

    public ConcurrentDictionary<string, int> Received { get; } = new();

    /// <summary>Notifications whose sender was told that they were accepted.</summary>
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

    /// <summary>One call: it must give its own data back or throw what the driver documents, before its deadline.</summary>
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

        // The deadline plus half a second, plus the time in which nothing in this process could run at all.
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
