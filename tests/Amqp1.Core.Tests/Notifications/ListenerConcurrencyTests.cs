using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests how many notifications a listener handles at a time.</summary>
public sealed class ListenerConcurrencyTests : FaultTest
{
    private const int Notifications = 5;

    private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventLog<int> _running = new();
    private int _count;

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(3, 1, 1)]
    [InlineData(2, null, 2)]
    public async Task It_has_its_own_limit_and_otherwise_that_of_calls(int calls, int? notifications, int expected)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, options =>
        {
            options.Rpc.MaxConcurrentCalls = calls;
            options.Notifications.MaxConcurrent = notifications;
        });
        var endpoint = new NotificationEndpointDescriptor(
            typeof(ListenerConcurrencyTests),
            "news",
            NotificationFilter.Any,
            new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = HandleAsync });
        await using var listener = driver.Transport.CreateNotificationListener((endpoint, this));
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);

        var sent = Enumerable.Range(0, Notifications).Select(number => driver.Notifier("news").InfoAsync("event", number, cancel: Limit)).ToArray();
        await _running.ReachAsync<int>(expected, cancel: Limit);
        _mayEnd.SetResult();
        await Task.WhenAll(sent);

        _running.All<int>().Max().ShouldBe(expected);
    }

    private async ValueTask<NotificationResult> HandleAsync(object endpoint, NotificationInvocation invocation)
    {
        _running.Add(Interlocked.Increment(ref _count));
        await _mayEnd.Task;
        Interlocked.Decrement(ref _count);
        return NotificationResult.Handled;
    }
}
