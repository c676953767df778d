using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Telemetry;

public sealed class SafeLoggerTests
{
    [Fact]
    public void A_logger_that_throws_at_everything_throws_nothing_when_it_is_wrapped()
    {
        var logger = SafeLogger.Wrap(new Broken(scopeBegins: false));

        logger.IsEnabled(LogLevel.Critical).ShouldBeFalse();
        logger.LogCritical("anything");
        logger.BeginScope("anything").ShouldBeNull();
    }

    [Fact]
    public void The_end_of_a_scope_does_not_throw() => SafeLogger.Wrap(new Broken(scopeBegins: true)).BeginScope("anything").ShouldNotBeNull().Dispose();

    [Fact]
    public void Records_and_questions_reach_the_logger()
    {
        var records = new LogRecords();
        var logger = SafeLogger.Wrap(records);

        logger.IsEnabled(LogLevel.Debug).ShouldBeTrue();
        logger.LogWarning(new EventId(7), new InvalidOperationException("why"), "What is {What}", 5);

        var record = records.All.All<LogRecord>().ShouldHaveSingleItem();
        (record.Id, record.Level, record.Exception!.Message).ShouldBe((7, LogLevel.Warning, "why"));
    }

    [Fact]
    public void A_logger_is_wrapped_once()
    {
        var logger = SafeLogger.Wrap(new LogRecords());

        SafeLogger.Wrap(logger).ShouldBeSameAs(logger);
    }

    private sealed class Broken(bool scopeBegins) : ILogger, IDisposable
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => scopeBegins ? this : throw new InvalidOperationException();

        public bool IsEnabled(LogLevel logLevel) => throw new InvalidOperationException();

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException();

        public void Dispose() => throw new InvalidOperationException();
    }
}
