using Amqp1.Dialects;

namespace Amqp1.Notifications.Drivers;

/// <summary>Passes a notification to several drivers concurrently. A driver that fails does not affect the others.</summary>
internal static class NotificationFanOut
{
    public static Task NotifyAsync(
        IReadOnlyList<INotificationDriver> drivers, NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
    {
        switch (drivers.Count)
        {
            case 0:
                return Task.CompletedTask;
            case 1:
                return Start(drivers[0], message, priority, retry, cancel);
            default:
                var all = new Task[drivers.Count];
                for (var i = 0; i < all.Length; i++)
                {
                    all[i] = Start(drivers[i], message, priority, retry, cancel);
                }

                return Task.WhenAll(all);
        }
    }

    private static Task Start(INotificationDriver driver, NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
    {
        try
        {
            return driver.NotifyAsync(message, priority, retry, cancel);
        }
#pragma warning disable CA1031 // The exception is reported by the task, so that the other drivers run.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Task.FromException(failure);
        }
    }
}
