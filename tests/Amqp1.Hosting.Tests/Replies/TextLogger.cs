using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>A logger that formats every record as text, as a console does, and fails at the records that a test chooses.</summary>
internal sealed class TextLogger(Func<int, bool> failsAt) : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<(int Id, LogLevel Level, string Text)> _records = [];

    public IReadOnlyList<(int Id, LogLevel Level, string Text)> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (failsAt(eventId.Id))
        {
            throw new InvalidOperationException("The provider is broken.");
        }

        lock (_gate)
        {
            _records.Add((eventId.Id, logLevel, $"{formatter(state, exception)} {exception?.ToString()}"));
        }
    }

    public void Dispose()
    {
    }
}
