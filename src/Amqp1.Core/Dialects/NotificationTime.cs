using System.Globalization;

namespace Amqp1.Dialects;

/// <summary>Formats the time of a notification (docs/spec/behaviour.md#notifiers).</summary>
internal static class NotificationTime
{
    /// <summary>Formats a UTC time like Python, which omits the fraction when it is zero.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(
        time.Ticks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMicrosecond ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff",
        CultureInfo.InvariantCulture);
}
