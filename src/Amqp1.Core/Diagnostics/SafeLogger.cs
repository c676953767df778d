using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>
/// Logger that never throws. Log sinks are code of the application, and most records are written by loops, timers and callbacks that an
/// exception would end. Every logger that enters this library is wrapped where it enters.
/// </summary>
/// <remarks>
/// An exception of a sink is dropped, because there is no place left to report it. Thread-safe. <see cref="IsEnabled"/> is false while the
/// sink fails to answer.
/// </remarks>
internal sealed class SafeLogger : ILogger
{
    private readonly ILogger _inner;

    private SafeLogger(ILogger inner) => _inner = inner;

    /// <summary>Wraps a logger, unless it is wrapped already.</summary>
    public static SafeLogger Wrap(ILogger logger) => logger as SafeLogger ?? new SafeLogger(logger);

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return _inner.BeginScope(state) is { } scope ? new Scope(scope) : null;
        }
#pragma warning disable CA1031 // The sink is the application's code and must not end what it watches.
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
#pragma warning disable CA1031 // The sink is the application's code and must not end what it watches.
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
#pragma warning disable CA1031 // The sink is the application's code and must not end what it watches.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nobody is left to be told.
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
#pragma warning disable CA1031 // The sink is the application's code and must not end what it watches.
            catch (Exception)
#pragma warning restore CA1031
            {
                // Nobody is left to be told.
            }
        }
    }
}
