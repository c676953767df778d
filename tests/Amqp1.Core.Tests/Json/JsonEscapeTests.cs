using System.Text.Encodings.Web;
using System.Text.Json;
using Amqp1.Core.Tests.Wire;
using Amqp1.Json;
using CsCheck;

namespace Amqp1.Core.Tests.Json;

public sealed class JsonEscapeTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Escaped_text_is_what_a_JSON_string_holds() => Gen.Byte[0, 127].Array[0, 100].Sample(
        bytes =>
        {
            var escaped = new byte[(2 * bytes.Length) + JsonEscape.Room];

            var length = JsonEscape.Write(bytes, escaped, out var read);

            JsonSerializer.Deserialize<string>($"\"{WireBytes.Text(escaped.AsMemory(0, length))}\"").ShouldBe(WireBytes.Text(bytes.AsMemory(0, read)));
            bytes[..read].ShouldAllBe(character => JsonEscape.IsPlain(character));
            (read == bytes.Length || !JsonEscape.IsPlain(bytes[read])).ShouldBeTrue();
        },
        iter: 5_000);

    [Fact]
    public void Escaping_continues_where_the_target_was_full() => Gen.Select(Gen.OneOfConst((byte)'"', (byte)'x').Array[0, 100], Gen.Int[JsonEscape.Room, 80]).Sample(
        (bytes, size) =>
        {
            var written = new List<byte>();
            for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
            {
                var target = new byte[size];
                written.AddRange(target.AsSpan(0, JsonEscape.Write(rest, target, out var read)));
                read.ShouldBeGreaterThan(0);
                rest = rest[read..];
            }

            WireBytes.Text(written.ToArray()).ShouldBe(WireBytes.Text(bytes).Replace("\"", "\\\"", StringComparison.Ordinal));
        },
        iter: 5_000);

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcde\"")]
    [InlineData("0123456789abcdef\"")]
    [InlineData("\"0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\\\\")]
    [InlineData("a\n\t\r\b\f/é")]
    public void Escapes_are_reversed_up_to_the_quote(string text)
    {
        var content = JsonSerializer.Serialize(text, Relaxed)[1..];
        var reversed = new byte[200];

        JsonEscape.TryReverse(WireBytes.Utf8(content + "}, more"), reversed, out var read, out var length).ShouldBeTrue();

        read.ShouldBe(WireBytes.Utf8(content).Length - 1);
        WireBytes.Text(reversed.AsMemory(0, length)).ShouldBe(text);
    }

    [Fact]
    public void Content_without_a_quote_is_reversed_to_its_end()
    {
        var reversed = new byte[10];

        JsonEscape.TryReverse("a\\nb"u8, reversed, out var read, out var length).ShouldBeTrue();

        read.ShouldBe(4);
        WireBytes.Text(reversed.AsMemory(0, length)).ShouldBe("a\nb");
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\\x")]
    [InlineData("\\u0041")]
    [InlineData("\n")]
    [InlineData("0123456789abcdefghi\n")]
    public void Content_of_other_forms_is_left_to_a_JSON_reader(string content) =>
        JsonEscape.TryReverse(WireBytes.Utf8(content), new byte[100], out _, out _).ShouldBeFalse();
}
