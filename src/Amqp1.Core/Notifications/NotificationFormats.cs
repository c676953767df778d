using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>The forms that the configured notification drivers stand for (docs/spec/behaviour.md#notifiers).</summary>
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
