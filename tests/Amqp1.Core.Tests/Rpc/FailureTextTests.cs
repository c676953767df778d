using Amqp1.Json;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the failures that a caller gets for requests that cannot be read and for exceptions that misbehave.</summary>
public sealed class FailureTextTests
{
    [Theory]
    [InlineData(true, "TypeError")]
    [InlineData(false, "ValueError")]
    public void A_request_that_cannot_be_read_is_an_error_of_its_caller(bool isWrongType, string errorClass)
    {
        var failure = FailureMapper.ToFailure(new WireFormatException("It is torn.") { IsWrongType = isWrongType }, includeTraceback: false);

        (failure.Module, failure.Class, failure.Message).ShouldBe(("builtins", errorClass, "The request cannot be read. It is torn."));
        failure.Traceback.ShouldBeEmpty();
    }

    [Fact]
    public void A_reply_that_is_too_large_is_a_RuntimeError_that_says_so()
    {
        var failure = FailureMapper.ToTooLarge("It has 7 bytes.");

        (failure.Module, failure.Class).ShouldBe(("builtins", "RuntimeError"));
        failure.Message.ShouldBe("The request was handled, but its reply cannot be sent. It has 7 bytes.");
        failure.Traceback.ShouldBeEmpty();
    }

    [Fact]
    public void An_exception_whose_text_can_be_read_is_used_as_it_is()
    {
        var thrown = new FormatException("odd");

        FailureMapper.Readable(thrown).ShouldBeSameAs(thrown);
        FailureMapper.Readable(new Mute()).ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("The method threw a Mute that cannot be read.");
    }

    [Fact]
    public void An_exception_that_cannot_be_printed_goes_out_without_a_traceback()
    {
        var failure = FailureMapper.ToFailure(new Mute(), includeTraceback: true);

        failure.Message.ShouldBe("The text of Mute cannot be read.");
        failure.Traceback.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_of_a_traceback_end_in_one_line_feed_each()
    {
        var failure = FailureMapper.ToFailure(new FormatException("one\r\n  two\nthree"), includeTraceback: true);

        failure.Traceback.ShouldBe(["System.FormatException: one\n", "  two\n", "three\n"]);
    }

    [Fact]
    public void Requests_that_no_endpoint_accepts_are_told_with_a_traceback_if_asked_for()
    {
        FailureMapper.ToFailure(DispatchException.UnsupportedVersion("1.9", "m"), includeTraceback: true).Traceback.ShouldNotBeEmpty();
        FailureMapper.ToFailure(DispatchException.UnsupportedVersion("1.9", "m"), includeTraceback: false).Traceback.ShouldBeEmpty();
    }

    [Fact]
    public void Names_of_methods_and_versions_that_a_peer_has_chosen_are_cleaned()
    {
        DispatchException.NoSuchMethod("a\n").Message.ShouldBe("Endpoint does not support RPC method a\\n");
        DispatchException.UnsupportedVersion("1\n", "a\n").Message.ShouldBe("Endpoint does not support RPC version 1\\n. Attempted method: a\\n");
        ((IErrorType)DispatchException.NoSuchMethod("a")).ErrorType.ShouldBe("NoSuchMethod");
    }

    private sealed class Mute : Exception
    {
        public override string Message => throw new NotSupportedException("no text");

        public override string ToString() => throw new NotSupportedException("no text");
    }
}
