using Amqp1.Dialects;

namespace Amqp1.Notifications.Drivers;

/// <summary>
/// The driver <c>routing</c>, whose rules determine the drivers of a notification. Several matching rules of the same driver count as one.
/// </summary>
internal sealed class RoutingDriver : INotificationDriver
{
    private readonly (NotificationRoute[] Routes, INotificationDriver Driver)[] _drivers;

    /// <param name="routing">The rules.</param>
    /// <param name="driverOf">Creates the driver for a name; called once for each name.</param>
    public RoutingDriver(NotificationRouting routing, Func<string, INotificationDriver> driverOf) =>
        _drivers = [.. routing.Routes.GroupBy(route => route.Driver).Select(group => (group.ToArray(), driverOf(group.Key)))];

    public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
    {
        var name = PriorityNames.InAddress(priority);
        var taken = new List<INotificationDriver>(_drivers.Length);
        foreach (var (routes, driver) in _drivers)
        {
            if (Array.Exists(routes, route => route.Accepts(message.EventType ?? "", name)))
            {
                taken.Add(driver);
            }
        }

        return NotificationFanOut.NotifyAsync(taken, message, priority, retry, cancel);
    }
}
