using System.Collections.Frozen;

namespace Amqp1.Notifications;

/// <summary>The names of priorities: lower case in addresses, upper case in messages (docs/spec/behaviour.md#notifiers).</summary>
internal static class PriorityNames
{
    private static readonly string[] Lower = [.. Enum.GetNames<NotificationPriority>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] Upper = [.. Enum.GetNames<NotificationPriority>().Select(name => name.ToUpperInvariant())];
    private static readonly FrozenDictionary<string, NotificationPriority> ByName =
        Enum.GetValues<NotificationPriority>().ToFrozenDictionary(priority => Lower[(int)priority], StringComparer.OrdinalIgnoreCase);

    public static string InAddress(NotificationPriority priority) => Lower[(int)priority];

    public static string InMessage(NotificationPriority priority) => Upper[(int)priority];

    public static NotificationPriority? TryParse(string name) => ByName.TryGetValue(name, out var priority) ? priority : null;
}
