using Amqp1.Dialects;

namespace Amqp1.Notifications;

/// <summary>Returns the message formats of the configured notification drivers (docs/spec/behaviour.md#notifiers).</summary>
internal static class NotificationFormats
{
    public static IReadOnlyList<NotificationFormat> Of(IEnumerable<string> drivers) =>
    [
        .. drivers.Select(driver => driver switch
        {
            "messaging" => (NotificationFormat?)NotificationFormat.Version1,
            "messagingv2" => NotificationFormat.Version2,
            _ => null,
        }).OfType<NotificationFormat>().Distinct(),
    ];
}
