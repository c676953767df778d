using Amqp1.Diagnostics;
using Amqp1.Wire;
using CsCheck;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests encoded values at the sizes at which their encoding changes (AMQP 1.0, 1.6).</summary>
public sealed class SectionWriterTests
{
    private static readonly Gen<string?> Value = Gen.OneOf(Gen.Const((string?)null), Gen.Const((string?)""), Gen.String[Gen.Char['a', '\u07ff'], 1, 300].Select(text => (string?)text));

    [Theory]
    [InlineData(0, "a100")]
    [InlineData(1, "a101")]
    [InlineData(255, "a1ff")]
    [InlineData(256, "b100000100")]
    [InlineData(70_000, "b100011170")]
    public void A_text_begins_with_its_length(int length, string prefix)
    {
        var text = new string('x', length);
        var expected = Convert.FromHexString(prefix).Concat(WireBytes.Utf8(text)).ToArray();

        Written(SectionWriter.SizeOfText(length), (ref writer) => writer.Text(text)).ShouldBe(expected);
        Written(SectionWriter.SizeOfText(length), (ref writer) => writer.Text(WireBytes.Utf8(text))).ShouldBe(expected);
    }

    [Fact]
    public void The_length_of_a_text_is_that_of_its_bytes() =>
        Written(SectionWriter.SizeOfText(4), static (ref writer) => writer.Text("äö")).ShouldBe(WireBytes.Of("a104 c3a4 c3b6"));

    [Theory]
    [InlineData(0, "a000")]
    [InlineData(255, "a0ff")]
    [InlineData(256, "b000000100")]
    public void Binary_data_begins_with_its_length(int length, string prefix) =>
        Written(SectionWriter.SizeOfText(length), (ref writer) => writer.BinaryOf(length).Fill(7)).ShouldBe([.. Convert.FromHexString(prefix), .. Enumerable.Repeat((byte)7, length)]);

    [Theory]
    [InlineData(0u, "5200")]
    [InlineData(1u, "5201")]
    [InlineData(255u, "52ff")]
    [InlineData(256u, "7000000100")]
    [InlineData(uint.MaxValue, "70ffffffff")]
    public void A_small_number_has_one_byte_and_others_have_four(uint value, string encoded) =>
        Written(SectionWriter.SizeOfNumber(value), (ref writer) => writer.Number(value)).ShouldBe(Convert.FromHexString(encoded));

    [Theory]
    [InlineData(0, 0, "45")]
    [InlineData(1, 1, "c00201")]
    [InlineData(254, 2, "c0ff02")]
    [InlineData(255, 2, "d00000010300000002")]
    [InlineData(1000, 7, "d0000003ec00000007")]
    public void A_list_begins_with_its_size_and_count(int size, int count, string begin)
    {
        SectionWriter.SizeOfList(size).ShouldBe((begin.Length / 2) + size);
        Written(begin.Length / 2, (ref writer) => writer.BeginList(size, count)).ShouldBe(Convert.FromHexString(begin));
    }

    [Theory]
    [InlineData(0, 0, "c10100")]
    [InlineData(254, 4, "c1ff04")]
    [InlineData(255, 4, "d10000010300000004")]
    public void A_map_begins_with_its_size_and_the_count_of_keys_and_values(int size, int count, string begin) =>
        Written(begin.Length / 2, (ref writer) => writer.BeginMap(size, count)).ShouldBe(Convert.FromHexString(begin));

    [Fact]
    public void Descriptors_nulls_and_encoded_values_follow_each_other() => Written(7, static (ref writer) =>
    {
        writer.Descriptor(0x73);
        writer.NullValue();
        writer.Encoded([1, 2]);
        writer.NullValue();
    }).ShouldBe(WireBytes.Of("005373 40 0102 40"));

    [Fact]
    public void The_size_and_the_count_of_a_trace_context_are_those_of_its_entries() => Gen
        .Select(Gen.String[Gen.Char['a', 'z'], 1, 60], Value, Value)
        .Sample(
            (parent, state, baggage) =>
            {
                var trace = new TraceContext(parent, state, baggage);
                var texts = new List<string> { "traceparent", parent };
                if (!string.IsNullOrEmpty(state))
                {
                    texts.AddRange(["tracestate", state]);
                }

                if (!string.IsNullOrEmpty(baggage))
                {
                    texts.AddRange(["baggage", baggage]);
                }

                var expected = texts.SelectMany(text => Written(SectionWriter.SizeOfText(WireBytes.Utf8(text).Length), (ref writer) => writer.Text(text))).ToArray();
                TraceSection.CountOf(trace).ShouldBe(texts.Count);
                TraceSection.SizeOf(trace).ShouldBe(expected.Length);
                Written(expected.Length, (ref writer) => TraceSection.Write(ref writer, trace)).ShouldBe(expected);
            },
            iter: 500);

    /// <summary>Returns what was written into a span of exactly that size.</summary>
    private static byte[] Written(int size, WriteTo write)
    {
        var target = new byte[size];
        var writer = new SectionWriter(target);
        write(ref writer);

        // Nothing more fits if, and only if, all of the span is written.
        var isFull = false;
        try
        {
            writer.NullValue();
        }
        catch (IndexOutOfRangeException)
        {
            isFull = true;
        }

        isFull.ShouldBeTrue();
        return target;
    }

    private delegate void WriteTo(ref SectionWriter writer);
}
