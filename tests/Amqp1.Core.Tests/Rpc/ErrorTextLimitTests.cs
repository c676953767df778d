using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the texts of exceptions at their limits, and what is left of the texts that a peer has sent.</summary>
public sealed class ErrorTextLimitTests
{
    private const string Position = " Path: $.a | LineNumber: 0 | BytePositionInLine: 1.";

    [Fact]
    public void An_exception_without_a_text_has_an_empty_one() => ErrorText.Of(new Scripted(() => null!)).ShouldBe("");

    [Fact]
    public void The_type_of_an_exception_is_named_whose_text_cannot_be_read() =>
        ErrorText.Of(new Scripted(() => throw new NotSupportedException("mute"))).ShouldBe("The text of Scripted cannot be read.");

    [Fact]
    public void Only_exceptions_of_the_JSON_reader_lose_their_position()
    {
        ErrorText.Of(new JsonException("Bad." + Position)).ShouldBe("Bad.");
        ErrorText.Of(new NotSupportedException("Bad." + Position)).ShouldBe("Bad.");
        ErrorText.Of(new InvalidOperationException("Bad." + Position)).ShouldBe("Bad." + Position);
    }

    [Theory]
    [InlineData("Bad." + Position, "Bad.")]
    [InlineData(Position, "")]
    [InlineData("Bad. Path: /etc", "Bad. Path: /etc")]
    [InlineData("Bad. PATH: $", "Bad. PATH: $")]
    public void The_position_is_what_follows_the_path(string text, string left) => ErrorText.WithoutPosition(text).ShouldBe(left);

    [Fact]
    public void A_text_one_character_too_long_is_cut_with_a_note()
    {
        const string Note = "... (cut, 4097 characters)";

        ErrorText.Cut(new string('x', 4097)).ShouldBe(new string('x', 4096 - Note.Length) + Note);
    }

    [Fact]
    public void A_line_of_the_greatest_length_stays_whole_and_a_longer_one_is_cut()
    {
        var longest = new string('x', ErrorText.MaxLength);

        var kept = ErrorText.Cut([longest, longest + "y", null, "z\n"]);

        kept.Count.ShouldBe(4);
        kept[0].ShouldBe(longest);
        kept[1].ShouldEndWith("... (cut, 4097 characters)\n");
        kept[2].ShouldBe("");
        kept[3].ShouldBe("z\n");
    }

    [Fact]
    public void Lines_of_exactly_the_greatest_total_length_stay_and_one_character_more_does_not()
    {
        var line = new string('x', ErrorText.MaxLength);
        var most = Enumerable.Repeat(line, ErrorText.MaxTracebackLength / ErrorText.MaxLength).ToArray();

        ErrorText.Cut(most).ShouldBe(most);
        ErrorText.Cut([.. most, "y", ""]).ShouldBe([.. most, $"... (cut, {most.Length + 2} lines)\n"]);
    }

    [Fact]
    public void What_a_peer_sent_is_cleaned_and_keeps_the_lines_of_text_and_traceback()
    {
        var error = ErrorText.Received(new RemoteFailure("E\u001b", "m\n", "first\nsecond\u0007", ["a\u0007\n", "b"]));

        error.ErrorClass.ShouldBe("E\\u001b");
        error.Module.ShouldBe("m\\n");
        error.RemoteMessage.ShouldBe("first\nsecond\\u0007");
        error.Traceback.ShouldBe(["a\\u0007\n", "b\n"]);
    }

    [Fact]
    public void A_peer_may_send_no_module() => ErrorText.Received(new RemoteFailure("E", null, "", [])).Module.ShouldBeNull();

    [Fact]
    public void A_received_traceback_is_bounded_also_if_cleaning_makes_it_longer()
    {
        var escaped = new string('\u0007', 4000) + "\n";

        var error = ErrorText.Received(new RemoteFailure("E", null, new string('\u0007', 4000), [.. Enumerable.Repeat(escaped, 16)]));

        error.RemoteMessage.Length.ShouldBeLessThanOrEqualTo(ErrorText.MaxLength);
        error.Traceback.Sum(line => line.Length).ShouldBeLessThanOrEqualTo(ErrorText.MaxTracebackLength + 100);
    }

    private sealed class Scripted(Func<string> text) : Exception
    {
        public override string Message => text();
    }
}
