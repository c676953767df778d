using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Threading.Channels;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.ForeignCode;

/// <summary>An endpoint that records the notifications that it gets, and fails at errors.</summary>
[NotificationEndpoint("patient-news")]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Hearer(Channel<string> heard)
{
    [NotificationHandler(NotificationPriority.Info)]
    public async Task OnInfoAsync(Notification<JsonElement> notification) => await heard.Writer.WriteAsync(notification.EventType);

    [NotificationHandler(NotificationPriority.Error)]
    public void OnError(Notification<JsonElement> notification) => throw new InvalidOperationException(notification.EventType);
}
