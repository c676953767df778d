using Microsoft.Extensions.Logging;

namespace Amqp1.Transport.Clock;

/// <summary>
/// A logger that passes the messages logged on the <see cref="ClockThread"/> to the thread pool. Log sinks are code of the application, and
/// a slow sink must not delay heartbeats and deadlines. On all other threads, the logger writes at once.
/// </summary>
internal sealed class ClockSafeLogger(ILogger inner) : ILogger
{
    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => ClockThread.IsCurrent ? null : inner.BeginScope(state);

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => ClockThread.IsCurrent || inner.IsEnabled(logLevel);

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!ClockThread.IsCurrent)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        // Runs in a task, so that an exception of a sink does not end the process.
        _ = Task.Run(() =>
        {
            if (inner.IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        });
    }
}
