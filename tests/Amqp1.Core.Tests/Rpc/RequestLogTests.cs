using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests of the log of a server for requests that fail. Only a defect of a method is logged as an error (docs/spec/behaviour.md#servers).
/// </summary>
public sealed class RequestLogTests : FaultTest
{
    private readonly LogRecords _log = new();

    [Fact]
    public async Task A_failure_that_the_contract_names_goes_to_the_caller_and_is_logged_at_debug_without_a_stack_trace()
    {
        var failed = await CallAsync(typeof(KeyNotFoundException), (_, _) => throw new KeyNotFoundException("vm-1"));

        failed.ShouldBeOfType<KeyNotFoundException>().Message.ShouldBe("vm-1");
        var record = await _log.FirstAsync(1107, Limit);
        record.Level.ShouldBe(LogLevel.Debug);
        record.Exception.ShouldBeNull();
        record.Text.ShouldContain("KeyNotFoundException vm-1");
        Errors().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_derived_from_one_that_the_contract_names_is_expected_as_well()
    {
        await CallAsync(typeof(ArgumentException), (_, _) => throw new ArgumentNullException("name"));

        (await _log.FirstAsync(1107, Limit)).Level.ShouldBe(LogLevel.Debug);
    }

    [Fact]
    public async Task Any_other_failure_is_an_error_with_its_stack_trace()
    {
        await CallAsync(typeof(KeyNotFoundException), (_, _) => throw new InvalidOperationException("broken"));

        var record = await _log.FirstAsync(1103, Limit);
        record.Level.ShouldBe(LogLevel.Error);
        record.Exception.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_are_a_warning_without_a_stack_trace()
    {
        await CallAsync(null, (_, _) => throw RpcArgumentException.Missing("echo", "data"));

        var record = await _log.FirstAsync(1104, Limit);
        record.Level.ShouldBe(LogLevel.Warning);
        record.Exception.ShouldBeNull();
        Errors().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("no_such_method", 1104, LogLevel.Warning)]
    [InlineData("refresh_ignore_errors", 1108, LogLevel.Debug)]
    public async Task An_unknown_method_is_a_warning_unless_its_name_says_that_nobody_minds(string method, int id, LogLevel level)
    {
        await CallAsync(null, (_, data) => Task.FromResult(data), method);

        (await _log.FirstAsync(id, Limit)).Level.ShouldBe(level);
        Errors().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_method_that_ends_because_its_callers_time_is_up_is_a_warning_without_a_stack_trace()
    {
        await CallAsync(
            null,
            async (invocation, data) =>
            {
                await new TaskCompletionSource().Task.WaitAsync(invocation.Cancellation);
                return data;
            },
            timeout: TimeSpan.FromMilliseconds(300));

        var record = await _log.FirstAsync(1109, Limit);
        record.Level.ShouldBe(LogLevel.Warning);
        record.Exception.ShouldBeNull();
        Errors().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancellation_of_the_methods_own_is_an_error()
    {
        await CallAsync(null, (invocation, _) => invocation.Cancellation.IsCancellationRequested ? Task.FromResult("") : throw new OperationCanceledException("of its own"));

        (await _log.FirstAsync(1103, Limit)).Level.ShouldBe(LogLevel.Error);
    }

    [Fact]
    public async Task A_failure_that_cannot_tell_its_own_text_is_answered_all_the_same()
    {
        var failed = await CallAsync(null, (_, _) => throw new MuteException());

        failed.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("MuteException");
    }

    [Fact]
    public async Task A_logger_that_throws_keeps_no_reply_from_its_caller()
    {
        _log.ThrowsAt = 1103;

        var failed = await CallAsync(null, (_, _) => throw new InvalidOperationException("broken"));

        failed.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("broken");
    }

    private async Task<Exception> CallAsync(
        Type? expected, Func<RpcInvocation, string, Task<string>> run, string method = "echo", TimeSpan? timeout = null)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(run), expected: expected is null ? [] : [expected], cancel: Limit);
        return await Should.ThrowAsync<Exception>(driver.Client(timeout: timeout).CallAsync<string>(method, Echo("x"), Limit));
    }

    private IReadOnlyList<LogRecord> Errors() => _log.All.All<LogRecord>(record => record.Level >= LogLevel.Error);

    private sealed class MuteException : Exception
    {
        public override string Message => throw new NotSupportedException("no text");

        public override string ToString() => throw new NotSupportedException("no text");
    }
}
