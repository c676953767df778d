using System.Text.Json.Nodes;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Publishes the text of each record of any category (docs/spec/behaviour.md#notifiers).</summary>
internal sealed class ErrorNotificationLogger(NotificationQueue queue) : ILogger
{
    private const string EventType = "error_notification";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (IsEnabled(logLevel))
        {
            queue.TryAdd(NotificationPriority.Error, EventType, new JsonObject { ["error"] = formatter(state, exception) });
        }
    }
}
