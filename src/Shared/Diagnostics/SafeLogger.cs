using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>
/// A logger that never throws. Log sinks are code of the application, and an exception would end the loops, timers and callbacks that
/// write most records. Every logger that is passed to this library is wrapped on entry.
/// </summary>
/// <remarks>
/// An exception of a sink is dropped, because it cannot be reported anywhere. Thread-safe. <see cref="IsEnabled"/> returns false while the
/// sink throws.
/// </remarks>
internal sealed class SafeLogger : ILogger
{
    private readonly ILogger _inner;

    private SafeLogger(ILogger inner) => _inner = inner;

    /// <summary>Wraps a logger, unless it is already wrapped.</summary>
    public static SafeLogger Wrap(ILogger logger) => logger as SafeLogger ?? new SafeLogger(logger);

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return _inner.BeginScope(state) is { } scope ? new Scope(scope) : null;
        }
#pragma warning disable CA1031 // The sink is code of the application and must not end the code that logs.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
#pragma warning disable CA1031 // The sink is code of the application and must not end the code that logs.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // The sink is code of the application and must not end the code that logs.
        catch (Exception)
#pragma warning restore CA1031
        {
            // There is no place to report the exception.
        }
    }

    private sealed class Scope(IDisposable inner) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                inner.Dispose();
            }
#pragma warning disable CA1031 // The sink is code of the application and must not end the code that logs.
            catch (Exception)
#pragma warning restore CA1031
            {
                // There is no place to report the exception.
            }
        }
    }
}
