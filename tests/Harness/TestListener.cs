using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Tests.Harness;

/// <summary>A notification endpoint that records the notifications that it gets.</summary>
internal sealed class TestListener(string topic, Func<string, NotificationResult>? decide = null)
{
    /// <summary>The priority, event type and payload of every notification.</summary>
    public EventLog<string> Received { get; } = new();

    public NotificationEndpointDescriptor Describe() => new(
        typeof(TestListener),
        topic,
        new NotificationFilter(),
        new Dictionary<NotificationPriority, NotificationInvoker>
        {
            [NotificationPriority.Info] = HandleAsync,
            [NotificationPriority.Error] = HandleAsync,
        });

    private ValueTask<NotificationResult> HandleAsync(object endpoint, NotificationInvocation invocation)
    {
        var notification = invocation.Read<JsonElement>();
        var text = $"{notification.Priority} {notification.EventType} {notification.Payload}";
        Received.Add(text);
        return ValueTask.FromResult(decide?.Invoke(text) ?? NotificationResult.Handled);
    }
}
