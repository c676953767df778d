using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>Tells a test that the driver has logged something, so that the test can look at the status again.</summary>
internal sealed class LogSignal : ILoggerFactory, ILogger
{
    private readonly Channel<int> _logged = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Waits until something was logged after the end of the last wait.</summary>
    public ValueTask<int> WaitAsync(CancellationToken cancel) => _logged.Reader.ReadAsync(cancel);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _logged.Writer.TryWrite(eventId.Id);

    public void Dispose()
    {
    }
}
