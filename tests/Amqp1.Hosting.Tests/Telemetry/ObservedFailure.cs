using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>An endpoint that fails for every notification.</summary>
[NotificationEndpoint("fails")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class ObservedFailure
{
    [NotificationHandler(NotificationPriority.Error)]
    public void OnError(Notification<JsonElement> notification) => throw new KeyNotFoundException("none");
}
