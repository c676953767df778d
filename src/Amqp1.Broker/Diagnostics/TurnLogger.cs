using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Diagnostics;

/// <summary>
/// The logger of the broker. Entries that are logged under the lock are written after the lock is released: loggers are code of the
/// application, and a slow logger must not block all connections.
/// </summary>
internal sealed class TurnLogger(ILogger logger, Lock gate) : ILogger
{
    private List<Action>? _entries;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        AfterTurn(() => logger.Log(logLevel, eventId, state, exception, formatter));

    /// <summary>Runs code of the application: at once, or after the lock is released if the thread holds it.</summary>
    public void AfterTurn(Action tell)
    {
        if (gate.IsHeldByCurrentThread)
        {
            (_entries ??= []).Add(tell);
        }
        else
        {
            tell();
        }
    }

    /// <summary>
    /// Returns the entries logged since the lock was taken. The caller writes them after it has released the lock. Call under the lock.
    /// </summary>
    public List<Action>? Take()
    {
        var entries = _entries;
        _entries = null;
        return entries;
    }
}
