using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Records the IDs of log events.</summary>
internal sealed class EventRecorder : ILogger
{
    private readonly ConcurrentQueue<int> _ids = new();

    public IEnumerable<int> Ids => _ids;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _ids.Enqueue(eventId.Id);
}
