using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.ForeignCode;

/// <summary>
/// A log sink that makes text of every record and throws at the events that a test chooses. Records of other libraries, whose ids are not
/// unique, never make it throw. Thread-safe.
/// </summary>
/// <param name="failsAt">Told the event id and whether the event comes for the first time.</param>
internal sealed class Sink(Func<int, bool, bool> failsAt) : ILoggerProvider
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _seen = new();

    /// <summary>The events that were logged, whether this has thrown or not.</summary>
    public IReadOnlyList<int> Seen => [.. _seen.Where(entry => entry.Value.Task.IsCompleted).Select(entry => entry.Key).Order()];

    /// <summary>Waits until an event was logged.</summary>
    public Task SeenAsync(int id, CancellationToken cancel) => Source(id).Task.WaitAsync(cancel);

    public ILogger CreateLogger(string categoryName) => new Logger(this, isOurs: categoryName.StartsWith("Amqp1", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private TaskCompletionSource Source(int id) => _seen.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class Logger(Sink sink, bool isOurs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _ = formatter(state, exception);
            if (isOurs && sink.Fails(eventId.Id))
            {
                throw new InvalidOperationException("The sink is broken.");
            }
        }
    }

    private bool Fails(int id) => failsAt(id, Source(id).TrySetResult());
}
