using Microsoft.Extensions.Logging;

namespace Amqp1.Embedded.Tests;

/// <summary>Keeps the errors in the log of the router. They are defects of the router, never of a peer.</summary>
internal sealed class ErrorCounter : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
            {
                return [.. _errors];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            lock (_gate)
            {
                _errors.Add($"{formatter(state, exception)} {exception}");
            }
        }
    }

    public void Dispose()
    {
        // There is nothing to release.
    }
}
