using Microsoft.Extensions.Logging;

namespace Amqp1.Tests.Harness;

/// <summary>Keeps every log record. Tests can wait for a record.</summary>
internal sealed class LogRecords : ILoggerFactory, ILogger
{
    public EventLog<LogRecord> All { get; } = new();

    /// <summary>The event id at which logging fails, as a broken provider does.</summary>
    public int? ThrowsAt { get; set; }

    /// <summary>Waits for the first record with that event id.</summary>
    public Task<LogRecord> FirstAsync(int id, CancellationToken cancel) => All.FirstAsync<LogRecord>(record => record.Id == id, cancel);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == ThrowsAt)
        {
            throw new InvalidOperationException("The provider is broken.");
        }

        All.Add(new LogRecord(eventId.Id, logLevel, formatter(state, exception), exception));
    }

    public void Dispose()
    {
    }
}
