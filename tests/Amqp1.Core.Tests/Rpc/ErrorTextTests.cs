using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the limits for the texts of errors on the wire.</summary>
public sealed class ErrorTextTests
{
    [Fact]
    public void A_text_of_the_greatest_length_goes_out_whole()
    {
        var text = new string('x', ErrorText.MaxLength);

        ErrorText.Cut(text).ShouldBe(text);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\U0001F600")]
    [InlineData("x\U0001F600")]
    public void A_longer_one_is_cut_between_characters_and_says_how_long_it_was(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 3000 * 2 / repeated.Length));
        text.Length.ShouldBeGreaterThan(ErrorText.MaxLength);

        var cut = ErrorText.Cut(text);

        cut.Length.ShouldBeInRange(ErrorText.MaxLength - 1, ErrorText.MaxLength);
        cut.ShouldEndWith($"... (cut, {text.Length} characters)");
        var kept = cut[..cut.IndexOf("...", StringComparison.Ordinal)];
        text.ShouldStartWith(kept);
        char.IsHighSurrogate(kept[^1]).ShouldBeFalse();
    }

    [Fact]
    public void Tracebacks_are_cut_by_line_and_as_a_whole()
    {
        var lines = Enumerable.Repeat(new string('x', 10_000) + "\n", 100).ToArray();

        var cut = ErrorText.Cut(lines);

        cut.Count.ShouldBeInRange(2, 20);
        cut.ShouldAllBe(line => line.EndsWith('\n') && line.Length <= ErrorText.MaxLength + 1);
        cut[^1].ShouldBe("... (cut, 100 lines)\n");
        ErrorText.Cut(["a\n", "b\n"]).ShouldBe(["a\n", "b\n"]);
    }

    [Fact]
    public void The_position_in_the_JSON_is_left_out()
    {
        var failure = Should.Throw<JsonException>(() => JsonSerializer.Deserialize<int>("\"x\""));

        failure.Message.ShouldContain("BytePositionInLine");
        FailureMapper.ToFailure(failure, includeTraceback: false).Message.ShouldNotContain("Path");
    }

    [Fact]
    public void An_error_that_was_passed_on_is_cut_like_one_of_our_own()
    {
        var remote = new RemoteErrorException("m", "E", new string('x', 10_000), [new string('y', 100_000) + "\n"]);

        var failure = FailureMapper.ToFailure(remote, includeTraceback: true);

        failure.Message.Length.ShouldBe(ErrorText.MaxLength);
        failure.Traceback.Sum(line => line.Length).ShouldBeLessThan(ErrorText.MaxTracebackLength);
    }
}
