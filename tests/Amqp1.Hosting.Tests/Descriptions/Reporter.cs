using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>A notification endpoint whose payloads are of several types.</summary>
[NotificationEndpoint("reports", EventType = "weather\\.(?i)", PublisherId = "station")]
[SuppressMessage("Design", "CA1822", Justification = "Handlers belong to an object.")]
public sealed class Reporter
{
    /// <summary>Takes a reading of a <see cref="Station"/>.</summary>
    [NotificationHandler(NotificationPriority.Info)]
    [NotificationHandler(NotificationPriority.Warn)]
    public void OnReading(Notification<Reading> notification) => _ = notification;

    [NotificationHandler(NotificationPriority.Sample)]
    public void OnReadings(IReadOnlyList<Notification<Reading?>> notifications) => _ = notifications;

    [NotificationHandler(NotificationPriority.Error)]
    public void OnFailure(Notification<JsonElement> notification) => _ = notification;

    public sealed record Reading(double Celsius, Station Station);

    public sealed record Station(string Name);
}
