using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of exceptions on the wire, in both directions (docs/spec/messages.md#exceptions).</summary>
public sealed class RemoteExceptionTests : FaultTest
{
    private static readonly RemoteExceptionRegistry Registry = RemoteExceptionRegistry.Default
        .With("nova.exception", "InstanceNotFound", error => new InstanceNotFoundException(error.RemoteMessage, error))
        .With("nova.exception", "Unmakeable", _ => throw new NotSupportedException("the factory"));

    private readonly LogRecords _log = new();

    [Theory]
    [InlineData("nova.exception", "InstanceNotFound", typeof(InstanceNotFoundException))]
    [InlineData("nova.exception", "Other", typeof(RemoteErrorException))]
    [InlineData("nova.exception", "Unmakeable", typeof(RemoteErrorException))]
    [InlineData("nova.exceptions", "InstanceNotFound", typeof(RemoteErrorException))]
    [InlineData("builtins", "KeyError", typeof(KeyNotFoundException))]
    [InlineData("exceptions", "KeyError", typeof(KeyNotFoundException))]
    [Trait("Conformance", "64")]
    public async Task What_is_allowed_and_registered_comes_up_as_its_type_and_all_else_as_a_remote_error(string module, string errorClass, Type type)
    {
        var raised = await CallAsync(["nova.exception", "other"], new RemoteErrorException(module, errorClass, "vm-1"));

        raised.ShouldBeOfType(type);
        var remote = raised as RemoteErrorException ?? raised.InnerException.ShouldBeOfType<RemoteErrorException>();
        remote.ErrorClass.ShouldBe(errorClass);
        remote.RemoteMessage.ShouldBe("vm-1");
        _log.All.All<LogRecord>(record => record.Id == 1110).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Conformance", "64")]
    public async Task What_is_registered_and_not_allowed_comes_up_as_a_remote_error_and_a_warning_says_so()
    {
        var raised = await CallAsync([], new RemoteErrorException("nova.exception", "InstanceNotFound", "vm-1"));

        var remote = raised.ShouldBeOfType<RemoteErrorException>();
        remote.Module.ShouldBe("nova.exception");
        remote.ErrorClass.ShouldBe("InstanceNotFound");
        (await _log.FirstAsync(1110, Limit)).Text.ShouldContain("nova.exception");
    }

    [Fact]
    public async Task A_remote_exception_that_is_raised_again_goes_out_without_the_suffix_that_Python_gives_it()
    {
        var raised = await CallAsync(["nova.exception"], new RemoteErrorException("nova.exception_Remote", "InstanceNotFound_Remote", "vm-1"));

        raised.ShouldBeOfType<InstanceNotFoundException>();
    }

    [Theory]
    [InlineData("nova.exception", "InstanceNotFound")]
    [InlineData("builtins", "TypeError")]
    [InlineData("builtins", "LookupError")]
    [InlineData("builtins", "ConnectionError")]
    public async Task A_service_that_lets_through_what_it_was_answered_passes_the_first_exception_on(string module, string errorClass)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.AllowedRemoteExceptionModules = ["nova.exception"]);
        await driver.ServeAsync(new TestEndpoint((_, _) => throw new RemoteErrorException(module, errorClass, "why")), "last", "last", cancel: Limit);
        var inner = driver.Transport.CreateRpcClient(Target.ForTopic("last"), Registry);
        await driver.ServeAsync(new TestEndpoint(async (_, data) => await inner.CallAsync<string>("echo", Echo(data), Limit) ?? ""), "first", "first", cancel: Limit);

        var raised = await Should.ThrowAsync<RemoteErrorException>(
            driver.Transport.CreateRpcClient(Target.ForTopic("first"), RemoteExceptionRegistry.None).CallAsync<string>("echo", Echo("x"), Limit));

        (raised.Module, raised.ErrorClass, raised.RemoteMessage).ShouldBe((module, errorClass, "why"));
    }

    private async Task<Exception> CallAsync(string[] allowed, RemoteErrorException answer)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.AllowedRemoteExceptionModules = [.. allowed], loggers: _log);
        await driver.ServeAsync(new TestEndpoint((_, _) => throw answer), cancel: Limit);
        return await Should.ThrowAsync<Exception>(driver.Transport.CreateRpcClient(Target.ForTopic("test-topic"), Registry).CallAsync<string>("echo", Echo("x"), Limit));
    }

    private sealed class InstanceNotFoundException(string message, Exception inner) : Exception(message, inner);
}
