using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Core.Tests.Configuration;

/// <summary>Tests of the types of options in oslo ini files: what they accept, and how they are described in errors and documents.</summary>
public sealed class OsloTypeTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("60", true)]
    [InlineData("0", false)]
    [InlineData("61", false)]
    [InlineData("1.5", false)]
    public void Seconds_are_integers_within_their_range(string text, bool isValid)
    {
        var type = new SecondsType(1, 60);

        type.TryParse([text], [], out var result).ShouldBe(isValid);

        (isValid ? result : TimeSpan.Zero).ShouldBe(isValid ? TimeSpan.FromSeconds(int.Parse(text, null)) : TimeSpan.Zero);
        (type.Name, type.Range).ShouldBe(("integer, seconds", "an integer from 1 to 60 (seconds)"));
        type.ToConfiguration(TimeSpan.FromSeconds(90)).ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string?>("", "00:01:30"));
    }

    [Theory]
    [InlineData("dynamic", AddressingMode.Dynamic)]
    [InlineData("legacy", AddressingMode.Legacy)]
    [InlineData("routable", AddressingMode.Routable)]
    public void The_words_of_the_addressing_mode_are_read_and_written(string word, AddressingMode mode)
    {
        var type = new AddressingModeType();
        List<string> warnings = [];

        type.TryParse([word], warnings, out var result).ShouldBeTrue();

        (result, type.Format(mode)).ShouldBe((mode, word));
        warnings.ShouldBeEmpty();
        (type.Name, type.Range).ShouldBe(("word", "dynamic, legacy or routable"));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("text", "text")]
    public void An_empty_text_is_no_value(string text, string? expected)
    {
        var type = new OptionalTextType();

        type.TryParse([text], [], out var result).ShouldBeTrue();

        result.ShouldBe(expected);
        type.Format(expected).ShouldBe(text);
        (type.Name, type.Range).ShouldBe(("text", "text"));
    }

    [Theory]
    [InlineData("amqp")]
    [InlineData("rabbit")]
    public void An_unknown_option_in_the_query_of_a_url_is_named(string scheme)
    {
        var url = TransportUrl.Parse($"{scheme}://host/?nonsense=1");

        var failure = Should.Throw<InvalidTransportUrlException>(() => EffectiveOptions.For(new Amqp1Options(), url));

        failure.Message.ShouldEndWith("'nonsense' is unknown and has no effect.");
    }
}
