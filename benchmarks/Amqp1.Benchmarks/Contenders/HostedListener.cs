using System.Diagnostics.CodeAnalysis;
using Amqp1.Notifications;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>Receives the notifications of the hosted contender.</summary>
[NotificationEndpoint(HostedServer.Topic)]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
internal sealed class HostedListener
{
    [NotificationHandler(NotificationPriority.Info)]
    public NotificationResult On(Notification<EchoPayload> notification) =>
        notification.Payload.Data.Length > 0 ? NotificationResult.Handled : NotificationResult.Requeue;
}
