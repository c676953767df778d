using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>The logger of one category whose records are published.</summary>
internal sealed class NotificationLogger(string category, NotificationQueue queue) : ILogger
{
    private const string EventType = "logrecord";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (IsEnabled(logLevel))
        {
            var payload = LogRecordPayload.Of(category, logLevel, formatter(state, exception), exception, state as IEnumerable<KeyValuePair<string, object?>>);
            queue.TryAdd(PriorityOf(logLevel), EventType, payload);
        }
    }

    private static NotificationPriority PriorityOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => NotificationPriority.Debug,
        LogLevel.Information => NotificationPriority.Info,
        LogLevel.Warning => NotificationPriority.Warn,
        LogLevel.Error => NotificationPriority.Error,
        _ => NotificationPriority.Critical,
    };
}
