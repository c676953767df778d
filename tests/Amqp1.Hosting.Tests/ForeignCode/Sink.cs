using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.ForeignCode;

/// <summary>
/// A log sink that formats every record as text and throws at the events that a test chooses. Records of other libraries never make it
/// throw, because their ids are not unique. Thread-safe.
/// </summary>
/// <param name="failsAt">Decides from the event id, and from whether the event comes for the first time, if the sink throws.</param>
internal sealed class Sink(Func<int, bool, bool> failsAt) : ILoggerProvider
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _seen = new();

    /// <summary>The events that were logged, whether the sink has thrown for them or not.</summary>
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
