using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests what a remote exception says, and which remote exceptions may be the label of a metric.</summary>
public sealed class RemoteErrorExceptionTests
{
    private static readonly Func<RemoteErrorException, Exception> Factory = error => new KeyNotFoundException(error.RemoteMessage, error);

    [Fact]
    public void It_consists_of_what_the_peer_sent()
    {
        var error = new RemoteErrorException("nova.exception", "NotFound", "no vm-1", ["line\n"]);

        (error.Module, error.ErrorClass, error.RemoteMessage).ShouldBe(("nova.exception", "NotFound", "no vm-1"));
        error.Message.ShouldBe("Remote error: NotFound no vm-1");
        error.Traceback.ShouldBe(["line\n"]);
    }

    [Fact]
    public void Its_full_text_ends_with_the_remote_traceback_if_there_is_one()
    {
        var without = new RemoteErrorException(null, "NotFound", "no vm-1");
        var with = new RemoteErrorException(null, "NotFound", "no vm-1", ["first\n", "second\n"]);

        without.Traceback.ShouldBeEmpty();
        without.ToString().ShouldBe("Amqp1.Rpc.RemoteErrorException: Remote error: NotFound no vm-1");
        with.ToString().ShouldBe(
            $"Amqp1.Rpc.RemoteErrorException: Remote error: NotFound no vm-1{Environment.NewLine}--- remote traceback ---{Environment.NewLine}first\nsecond\n");
    }

    [Fact]
    public void Its_class_is_the_type_of_the_error_also_of_an_exception_that_was_made_from_it()
    {
        IErrorType error = new RemoteErrorException("nova.exception", "NotFound", "no vm-1");

        error.ErrorType.ShouldBe("NotFound");
        error.AppliesToOuter.ShouldBeTrue();
    }

    [Theory]
    [InlineData("builtins", "KeyError", true)]
    [InlineData("exceptions", "KeyError", true)]
    [InlineData("builtins", "Invented", false)]
    [InlineData("KeyError", "builtins", false)]
    [InlineData(null, "KeyError", false)]
    [InlineData("oslo_messaging.rpc.dispatcher", "NoSuchMethod", true)]
    [InlineData("oslo_messaging.rpc.dispatcher", "UnsupportedVersion", true)]
    [InlineData("oslo_messaging.rpc.dispatcher", "Invented", false)]
    [InlineData("elsewhere", "NoSuchMethod", false)]
    [InlineData("elsewhere", "UnsupportedVersion", false)]
    public void Classes_that_a_peer_can_invent_do_not_belong_to_the_limited_set(string? module, string errorClass, bool isLimited)
    {
        var error = new RemoteErrorException(module, errorClass, "text");

        ((IErrorType)error).IsOfLimitedSet(error).ShouldBe(isLimited);
    }

    [Fact]
    public void Classes_that_the_application_has_registered_belong_to_the_limited_set()
    {
        var error = new RemoteErrorException("nova.exception", "NotFound", "no vm-1");
        var created = RemoteExceptionRegistry.None.With("nova.exception", "NotFound", Factory).Create(error);

        ((IErrorType)error).IsOfLimitedSet(created).ShouldBeTrue();
        ((IErrorType)error).IsOfLimitedSet(error).ShouldBeFalse();
    }
}
