using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>The logger of categories that are not published.</summary>
internal sealed class SilentLogger : ILogger
{
    public static SilentLogger Instance { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => false;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
    }
}
