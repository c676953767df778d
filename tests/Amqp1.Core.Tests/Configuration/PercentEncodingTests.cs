using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Configuration;

/// <summary>Tests of the escaping and unescaping of texts in transport URLs.</summary>
public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a%40b", "a@b")]
    [InlineData("a%4", "a%4")]
    [InlineData("a%4gb", "a%4gb")]
    [InlineData("100%", "100%")]
    [InlineData("%41", "A")]
    [InlineData("ü", "ü")]
    [InlineData("%C3%BC", "ü")]
    [InlineData("a😀b", "a😀b")]
    [InlineData("😀", "😀")]
    [InlineData("😀😀%41", "😀😀A")]
    [InlineData("a+b", "a+b")]
    public void Escapes_are_decoded_and_all_else_stands_for_itself(string text, string expected)
    {
        PercentEncoding.TryDecode(text, plusIsSpace: false, out var decoded).ShouldBeTrue();

        decoded.ShouldBe(expected);
    }

    [Fact]
    public void A_plus_is_a_space_where_that_is_asked_for()
    {
        PercentEncoding.TryDecode("a+b%2Bc", plusIsSpace: true, out var decoded).ShouldBeTrue();

        decoded.ShouldBe("a b+c");
    }

    [Theory]
    [InlineData("%FF")]
    [InlineData("%C3")]
    [InlineData("a%C3b")]
    public void Escaped_bytes_that_are_not_utf8_are_refused(string text)
    {
        PercentEncoding.TryDecode(text, plusIsSpace: false, out var decoded).ShouldBeFalse();

        decoded.ShouldBe("");
    }

    [Theory]
    [InlineData("Az09-._~", false, "Az09-._~")]
    [InlineData("a/b c", false, "a%2Fb%20c")]
    [InlineData("a/b", true, "a/b")]
    [InlineData("ü😀", true, "%C3%BC%F0%9F%98%80")]
    public void All_but_letters_digits_and_a_few_marks_is_escaped(string text, bool keepSlash, string expected) =>
        PercentEncoding.Encode(text, keepSlash).ShouldBe(expected);
}
