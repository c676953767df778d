using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amqp1.Core.Tests.Wire;
using Amqp1.Json;
using CsCheck;

namespace Amqp1.Core.Tests.Json;

/// <summary>Tests that the text is byte for byte that of the JSON writer of .NET.</summary>
public sealed class JsonTextWriterTests
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char['a', 'z'],
        Gen.Char,
        Gen.Char['\0', '\u007f'],
        Gen.Char['\ud800', '\udfff'],
        Gen.OneOfConst([.. "\"\\\"\\\"\\é\u007f\u2028"])).Array[0, 80].Select(c => new string(c));

    [Fact]
    public void Nested_text_is_escaped_like_that_of_the_library() => Text.Array[0, 4].Sample(
        pieces =>
        {
            // A surrogate pair that is split over two pieces is not a valid pair.
            var texts = Array.ConvertAll(pieces, WireBytes.Utf8);
            var writer = new JsonTextWriter(0);
            writer.BeginNested();
            foreach (var text in texts)
            {
                writer.Json(text);
            }

            writer.EndNested();

            Finished(writer).ShouldBe(Written(json => json.WriteStringValue(texts.SelectMany(text => text).ToArray())));
        },
        iter: 20_000);

    [Fact]
    public void Strings_are_written_like_those_of_the_library() => Gen.Select(Text.Null(), Gen.Bool).Sample(
        (text, isNested) =>
        {
            var writer = new JsonTextWriter(0);
            if (isNested)
            {
                writer.BeginNested();
            }

            writer.Text(text);
            if (isNested)
            {
                writer.EndNested();
            }

            var inner = Written(json => json.WriteStringValue(text));
            Finished(writer).ShouldBe(isNested ? Written(json => json.WriteStringValue(WireBytes.Utf8(inner))) : inner);
        },
        iter: 20_000);

    [Theory]
    [InlineData('"', 100_000)]
    [InlineData('\u2028', 100_000)]
    [InlineData('é', 100_000)]
    [InlineData('x', 1_000_000)]
    public void Large_text_grows_the_array(char character, int count)
    {
        var text = WireBytes.Utf8(new string(character, count));
        var writer = new JsonTextWriter(16);
        writer.BeginNested();
        writer.Json(text);
        writer.EndNested();

        Finished(writer).ShouldBe(Written(json => json.WriteStringValue(text)));
    }

    [Fact]
    public void A_plain_text_is_filled_by_the_caller()
    {
        var writer = new JsonTextWriter(1);
        writer.BeginNested();
        "0123"u8.CopyTo(writer.PlainText(4));
        writer.EndNested();
        "45"u8.CopyTo(writer.PlainText(2));

        Finished(writer).ShouldBe("\"\\\"0123\\\"\"\"45\"");
    }

    private static string Finished(JsonTextWriter writer)
    {
        var text = writer.Finish();
        var written = WireBytes.Text(text);
        text.Return();
        return written;
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        write(writer);
        writer.Flush();
        return WireBytes.Text(buffer.WrittenMemory);
    }
}
