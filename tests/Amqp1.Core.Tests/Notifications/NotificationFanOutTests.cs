using Amqp1.Dialects;
using Amqp1.Notifications;
using Amqp1.Notifications.Drivers;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests that a driver that fails does not prevent another driver from getting a notification.</summary>
public sealed class NotificationFanOutTests
{
    private static readonly NotificationMessage Message = new("id", "publisher", "event", "INFO", "{}"u8.ToArray(), "now", "{}"u8.ToArray());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_driver_gets_the_notification_and_the_failure_comes_out_of_the_task(bool throwsAtOnce)
    {
        var (first, second) = (new Noting(), new Noting());

        var sent = NotificationFanOut.NotifyAsync([first, new Failing(throwsAtOnce), second], Message, NotificationPriority.Info, 3, CancellationToken.None);

        (await Should.ThrowAsync<InvalidOperationException>(sent)).Message.ShouldBe("scripted");
        first.Retries.ShouldBe([3]);
        second.Retries.ShouldBe([3]);
    }

    [Fact]
    public async Task The_failure_of_the_only_driver_comes_out_of_the_task_as_well()
    {
        var sent = NotificationFanOut.NotifyAsync([new Failing(throwsAtOnce: true)], Message, NotificationPriority.Info, 3, CancellationToken.None);

        await Should.ThrowAsync<InvalidOperationException>(sent);
    }

    [Fact]
    public async Task A_notification_for_no_driver_is_done() =>
        await NotificationFanOut.NotifyAsync([], Message, NotificationPriority.Info, 3, CancellationToken.None);

    private sealed class Noting : INotificationDriver
    {
        public List<int> Retries { get; } = [];

        public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
        {
            Retries.Add(retry);
            return Task.CompletedTask;
        }
    }

    private sealed class Failing(bool throwsAtOnce) : INotificationDriver
    {
        public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel) =>
            throwsAtOnce ? throw new InvalidOperationException("scripted") : Task.FromException(new InvalidOperationException("scripted"));
    }
}
