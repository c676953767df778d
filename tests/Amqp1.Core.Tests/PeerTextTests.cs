using System.Globalization;
using System.Text;

namespace Amqp1.Core.Tests;

/// <summary>Tests of the cleaning of a peer's text before it is logged, reported or thrown.</summary>
public sealed class PeerTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("openstack.org/om/rpc/unicast/topic")]
    [InlineData("größer, 東京, \U0001F600, e\u0301")]
    [InlineData(@"C:\new\table")]
    public void A_harmless_text_is_returned_as_it_is(string text) => PeerText.Clean(text).ShouldBeSameAs(text);

    [Fact]
    public void Null_is_an_empty_text() => PeerText.Clean(null).ShouldBe("");

    [Theory]
    [InlineData("a\nb", @"a\nb")]
    [InlineData("a\r\nb", @"a\r\nb")]
    [InlineData("a\tb", @"a\tb")]
    [InlineData("\u001b[31mred", @"\u001b[31mred")]
    [InlineData("a\0b", @"a\u0000b")]
    [InlineData("a\u009bb", @"a\u009bb")]
    [InlineData("a\u007fb", @"a\u007fb")]
    [InlineData("a\u202eb", @"a\u202eb")]
    [InlineData("a\u2066b", @"a\u2066b")]
    [InlineData("a\u200bb", @"a\u200bb")]
    [InlineData("\ufeffa", @"\ufeffa")]
    [InlineData("a\u2028b\u2029c", @"a\u2028b\u2029c")]
    [InlineData("a\u0085b", @"a\u0085b")]
    [InlineData("\U000E0041a", @"\udb40\udc41a")]
    public void What_is_not_visible_is_written_as_an_escape(string text, string clean) => PeerText.Clean(text).ShouldBe(clean);

    [Fact]
    public void Lone_surrogates_are_written_as_escapes()
    {
        PeerText.Clean("a\ud83db").ShouldBe(@"a\ud83db");
        PeerText.Clean("a\ude00").ShouldBe(@"a\ude00");
        PeerText.Clean("\ud83d\ud83d\ude00").ShouldBe("\\ud83d\U0001F600");
    }

    [Fact]
    public void Line_feeds_and_tabulators_stay_where_lines_are_wanted_and_nothing_else_does()
    {
        PeerText.CleanLines("a\n\tb", 100).ShouldBe("a\n\tb");
        PeerText.CleanLines("a\r\n\u001bb\u2028", 100).ShouldBe("a\\r\n\\u001bb\\u2028");
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(257, true)]
    public void A_text_of_the_greatest_length_stays_whole(int length, bool isCut)
    {
        var clean = PeerText.Clean(new string('x', length));

        clean.EndsWith($"... (cut, {length} characters)", StringComparison.Ordinal).ShouldBe(isCut);
        clean.Length.ShouldBeLessThanOrEqualTo(256);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\n")]
    [InlineData("\U0001F600")]
    [InlineData("x\U0001F600")]
    [InlineData("\ud83d")]
    [InlineData("\U000E0041")]
    public void A_long_text_is_cut_between_characters_and_says_how_long_it_was(string repeated)
    {
        var text = string.Concat(Enumerable.Repeat(repeated, 200_000 / repeated.Length));

        var clean = PeerText.Clean(text);

        clean.Length.ShouldBeInRange(180, 256);
        clean.ShouldEndWith($"... (cut, {text.Length} characters)");
        ShouldBeClean(clean);
    }

    [Fact]
    public void Whatever_comes_the_result_is_short_and_clean()
    {
        var random = new Random(20);
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(600)).Select(_ => (char)random.Next(round % 3 == 0 ? 0x80 : 0x10000)));

            var clean = PeerText.Clean(text);

            clean.Length.ShouldBeLessThanOrEqualTo(PeerText.MaxLength);
            ShouldBeClean(clean);
            PeerText.Clean(clean).ShouldBeSameAs(clean);
        }
    }

    [Fact]
    public void Objects_in_the_place_of_a_text_are_shown()
    {
        PeerText.CleanObject(null).ShouldBe("(none)");
        PeerText.CleanObject(7UL).ShouldBe("7");
        PeerText.CleanObject("a\nb").ShouldBe(@"a\nb");
        PeerText.CleanObject(new byte[] { 1, 0xab }).ShouldBe("0x01ab");
        PeerText.CleanObject(new byte[100_000]).Length.ShouldBeLessThan(PeerText.MaxLength);
    }

    internal static void ShouldBeClean(string text)
    {
        Should.NotThrow(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text), "lone surrogates");
        foreach (var rune in text.EnumerateRunes())
        {
            Rune.GetUnicodeCategory(rune).ShouldNotBeOneOf(
                UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator, UnicodeCategory.Surrogate);
        }
    }
}
