using Microsoft.Extensions.Logging;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// The router's logger. What is logged under the router's lock is kept and written once the lock is left: loggers are the
/// application's code, and a slow one must not hold up all connections.
/// </summary>
internal sealed class TurnLogger(ILogger logger, Lock gate) : ILogger
{
    private List<Action>? _entries;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        AfterTurn(() => logger.Log(logLevel, eventId, state, exception, formatter));

    /// <summary>Runs code of the application's: at once, or, under the lock, when it is left.</summary>
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

    /// <summary>What was logged since the lock was taken, to be written by who leaves it. Call under the lock.</summary>
    public List<Action>? Take()
    {
        var entries = _entries;
        _entries = null;
        return entries;
    }
}
