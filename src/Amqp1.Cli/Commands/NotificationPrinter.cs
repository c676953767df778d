using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;
using Amqp1.Notifications;

namespace Amqp1.Cli.Commands;

/// <summary>Writes received notifications, one line each, until their number reaches a maximum.</summary>
/// <param name="terminal">The output.</param>
/// <param name="count">The maximum; null for no maximum.</param>
internal sealed class NotificationPrinter(Terminal terminal, int? count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();

    /// <summary>The number of notifications written so far.</summary>
    public int Received { get; private set; }

    /// <summary>Completes when the maximum is reached.</summary>
    public Task Done => _done.Task;

    /// <summary>Returns the endpoint that gives the notifications of a topic to this object.</summary>
    public NotificationEndpointDescriptor Describe(string topic, NotificationFilter filter, IEnumerable<NotificationPriority> priorities, string? pool)
    {
        var handlers = priorities.ToDictionary(
            priority => priority, _ => (NotificationInvoker)((_, invocation) => ValueTask.FromResult(Write(topic, invocation.Read<JsonElement>()))));
        return new NotificationEndpointDescriptor(typeof(NotificationPrinter), topic, filter, handlers) { Pool = pool };
    }

    /// <summary>
    /// Writes a notification. A notification that arrives after the maximum is returned to the intermediary, so that another listener can
    /// receive it.
    /// </summary>
    private NotificationResult Write(string topic, Notification<JsonElement> notification)
    {
        lock (_lock)
        {
            if (Received >= count)
            {
                return NotificationResult.Requeue;
            }

            Received++;
            if (terminal.IsJson)
            {
                terminal.WriteJsonLine(ToJson(topic, notification));
            }
            else
            {
                terminal.WriteLine(ToText(notification));
            }

            if (Received >= count)
            {
                _done.TrySetResult();
            }

            return NotificationResult.Handled;
        }
    }

    private static string ToText(Notification<JsonElement> notification) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PeerText.Clean(notification.Timestamp)} {NameOf(notification.Priority),-8} {PeerText.Clean(notification.PublisherId)} {PeerText.Clean(notification.EventType)} {PeerText.Clean(Terminal.ToLine(JsonNodes.Of(notification.Payload)), int.MaxValue)}");

    private static JsonObject ToJson(string topic, Notification<JsonElement> notification) => new()
    {
        ["topic"] = topic,
        ["priority"] = NameOf(notification.Priority),
        ["publisher_id"] = notification.PublisherId,
        ["event_type"] = notification.EventType,
        ["message_id"] = notification.MessageId,
        ["timestamp"] = notification.Timestamp,
        ["payload"] = JsonNodes.Of(notification.Payload),
        ["context"] = JsonNodes.Of(notification.Context.Json),
    };

    private static string NameOf(NotificationPriority priority) => priority switch
    {
        NotificationPriority.Audit => "audit",
        NotificationPriority.Debug => "debug",
        NotificationPriority.Info => "info",
        NotificationPriority.Warn => "warn",
        NotificationPriority.Error => "error",
        NotificationPriority.Critical => "critical",
        _ => "sample",
    };
}
