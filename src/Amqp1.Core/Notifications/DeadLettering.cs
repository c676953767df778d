using Amqp1.Bus;
using Amqp1.Dialects;
using Amqp1.Notifications.Drivers;
using Amqp1.Notifications.Receiving;

namespace Amqp1.Notifications;

/// <summary>Creates the limit of redeliveries of a listener, with the driver that sends dead letters.</summary>
internal static class DeadLettering
{
    /// <summary>Returns the limit; null if the settings have none.</summary>
    /// <param name="bus">The bus of the listener, which also takes the dead letters.</param>
    /// <param name="settings">The settings of the listener.</param>
    /// <param name="stopped">Fires when the listener stops and no longer waits.</param>
    public static RedeliveryLimit? Of(MessageBus bus, NotificationListenerSettings settings, CancellationToken stopped)
    {
        if (settings is not { MaxDeliveries: { } max, DeadLetterTopic: { } topic })
        {
            return null;
        }

        // A dead letter keeps its publisher. The payload of one that was stored is stored again, because it may be too large for a message.
        var plain = new NotifierSettings { PublisherId = "", Topics = [topic], Timeout = settings.SendTimeout };
        var driver = new MessagingDriver(bus, NotificationFormat.Version2, plain);
        var storing = settings.Claims is null ? driver : new MessagingDriver(bus, NotificationFormat.Version2, plain with { Claims = settings.Claims });
        return new RedeliveryLimit(
            max,
            topic,
            received => (received.WasStored ? storing : driver).NotifyAsync(received.Notification, received.Priority, settings.Retry, stopped),
            settings.Instance,
            bus.Logger);
    }
}
