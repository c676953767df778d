using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>Keeps the event ID and the text of each log record.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    public Occurrences<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{eventId.Id} {formatter(state, exception)}"));

    public void Dispose()
    {
    }
}
