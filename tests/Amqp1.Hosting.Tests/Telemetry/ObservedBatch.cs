using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>An endpoint that handles notifications in batches of two.</summary>
[NotificationEndpoint("observed-batches", BatchSize = 2, BatchTimeoutSeconds = 20)]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class ObservedBatch
{
    [NotificationHandler(NotificationPriority.Info)]
    public void OnInfo(IReadOnlyList<Notification<JsonElement>> notifications)
    {
    }

    [NotificationHandler(NotificationPriority.Error)]
    public void OnError(IReadOnlyList<Notification<JsonElement>> notifications) => throw new KeyNotFoundException("none");
}
