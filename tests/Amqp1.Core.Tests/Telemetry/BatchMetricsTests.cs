using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Telemetry;

/// <summary>Tests that a batch gives one measurement of time and counts each of its messages.</summary>
public sealed class BatchMetricsTests : FaultTest
{
    private readonly string _topic = $"topic-{Guid.NewGuid():N}";

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "System.InvalidOperationException")]
    public async Task A_batch_is_measured_with_the_error_of_its_handler(bool fails, string? error)
    {
        using var durations = new Measured("messaging.process.duration", _topic);
        using var messages = new Measured("messaging.client.consumed.messages", _topic);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await using var listener = driver.Transport.CreateNotificationListener((Describe(fails), this));
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);

        await Task.WhenAll(
            driver.Notifier(_topic).InfoAsync("one", null, cancel: Limit),
            driver.Notifier(_topic).InfoAsync("two", null, cancel: Limit));

        (await messages.All.FirstAsync<Measured.Value>(cancel: Limit)).ShouldBe(new Measured.Value(2, error));
        (await durations.All.FirstAsync<Measured.Value>(cancel: Limit)).Error.ShouldBe(error);
    }

    private NotificationEndpointDescriptor Describe(bool fails) => new(
        typeof(BatchMetricsTests), _topic, NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [NotificationPriority.Info] = (_, _) => fails ? throw new InvalidOperationException("scripted") : ValueTask.FromResult(NotificationResult.Handled),
        },
        BatchSize = 2,
        BatchTimeout = TimeSpan.FromMinutes(10),
    };
}
