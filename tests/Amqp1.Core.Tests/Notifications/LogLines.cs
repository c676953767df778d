using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Records the category, level and text of every log record.</summary>
internal sealed class LogLines : ILoggerFactory
{
    public List<(string Category, LogLevel Level, string Text)> All { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Line(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.All.Add((category, logLevel, formatter(state, exception)));
    }
}
