using System.Text;
using Amqp1.Dialects;
using Amqp1.Json;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Drivers;

/// <summary>
/// The driver <c>log</c>, which writes the notification as JSON text to the log. The category contains the event type, and secrets are
/// masked.
/// </summary>
/// <remarks>
/// Python's loggers have no methods <c>audit</c> and <c>sample</c>, so oslo.messaging drops these notifications; here they are logged as
/// information.
/// </remarks>
internal sealed class LogDriver(ILoggerFactory loggers) : INotificationDriver
{
    /// <summary>The start of the category, which the event type follows.</summary>
    public const string CategoryPrefix = "oslo.messaging.notification.";

    public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
    {
        var logger = loggers.CreateLogger(CategoryPrefix + message.EventType);
        var level = LevelOf(priority);
        if (logger.IsEnabled(level))
        {
            logger.Log(level, default, TextOf(message), null, static (text, _) => text);
        }

        return Task.CompletedTask;
    }

    private static LogLevel LevelOf(NotificationPriority priority) => priority switch
    {
        NotificationPriority.Debug => LogLevel.Debug,
        NotificationPriority.Warn => LogLevel.Warning,
        NotificationPriority.Error => LogLevel.Error,
        NotificationPriority.Critical => LogLevel.Critical,
        _ => LogLevel.Information,
    };

    private static string TextOf(NotificationMessage message)
    {
        var scratch = JsonScratch.Rent();
        var writer = scratch.Writer;
        writer.WriteStartObject();
        writer.WriteString("message_id"u8, message.MessageId);
        writer.WriteString("publisher_id"u8, message.PublisherId);
        writer.WriteString("event_type"u8, message.EventType);
        writer.WriteString("priority"u8, message.Priority);
        writer.WritePropertyName("payload"u8);
        SecretMask.Copy(message.Payload, writer);
        writer.WriteString("timestamp"u8, message.Timestamp);
        writer.WriteEndObject();
        var text = Encoding.UTF8.GetString(scratch.Written.Span);
        scratch.Return();
        return text;
    }
}
