using Amqp;
using Amqp.Types;
using Amqp1.Core.Tests.Wire;
using Amqp1.Tests.Harness.Peer.Codec;
using Amqp1.Tests.Harness.Peer.Library;
using CsCheck;

namespace Amqp1.Core.Tests.Peer;

/// <summary>Tests that the codec of the scripted peer and the codec of AMQPNetLite read what the other one writes.</summary>
public sealed class CodecProperties
{
    /// <summary>A frame that is created first of all, because AMQPNetLite registers its descriptors then.</summary>
    private static readonly Amqp.Framing.Open Registered = new();

    private static readonly IReadOnlyList<CompositeType> Types =
        [.. Performatives.All, .. SaslFrames.All, .. DeliveryStates.Outcomes, Performatives.Error, Termini.Source, Termini.Target, MessageSections.Header, MessageSections.Properties];

    public static TheoryData<string> TypeNames { get; } = [.. Types.Select(static type => type.Name)];

    [Fact]
    public void Values_of_all_types() => CodecValues.Any.Sample(
        value =>
        {
            CodecText.Of(LibraryValues.ToCodec(LibraryRead(ValueWriter.Encode(value)))).ShouldBe(CodecText.Of(value));
            CodecText.Of(Read(LibraryWrite(LibraryValues.FromCodec(value)))).ShouldBe(CodecText.Of(value));
            CodecText.Of(Read(ValueWriter.Encode(value))).ShouldBe(CodecText.Of(value));
        },
        iter: 5_000);

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void Values_of_a_composite_type(string name)
    {
        var type = Types.Single(type => type.Name == name);
        CodecValues.Of(type).Sample(
            composite =>
            {
                var read = (DescribedList)LibraryRead(ValueWriter.Encode(composite.ToDescribed()))!;
                CodecText.Of(LibraryTypes.ToComposite(read)).ShouldBe(CodecText.Of(composite));
                CodecText.Of(CompositeReader.Read(Read(LibraryWrite(LibraryTypes.FromComposite(composite))), [type])).ShouldBe(CodecText.Of(composite));
            },
            iter: 500);
    }

    [Fact]
    public void Messages() => Sections.Sample(
        sections =>
        {
            var encoded = MessageWriter.Write(sections);

            Text(LibraryMessages.Encode(WireBytes.Decode(encoded))).ShouldBe(Text(sections));
            Text(WireBytes.Encode(LibraryMessages.Decode(encoded))).ShouldBe(Text(sections));
        },
        iter: 2_000);

    private static Gen<(ulong Code, object? Value)[]> Sections
    {
        get
        {
            var body = Gen.OneOf(
                CodecValues.Any.Select(static value => new[] { (MessageSections.Value, value) }),
                Gen.Byte.Array[0, 9].Array[1, 3].Select(static parts => parts.Select(static part => (MessageSections.Data, (object?)part)).ToArray()),
                CodecValues.List(CodecValues.Any).Select(static list => new[] { (MessageSections.Sequence, (object?)list) }));
            return Gen.Select(
                Optional(MessageSections.Header.Code, CodecValues.Of(MessageSections.Header)),
                Optional(MessageSections.DeliveryAnnotations, CodecValues.SymbolMap),
                Optional(MessageSections.MessageAnnotations, CodecValues.SymbolMap),
                Optional(MessageSections.Properties.Code, CodecValues.Of(MessageSections.Properties)),
                Optional(MessageSections.ApplicationProperties, CodecValues.TextMap),
                body,
                Optional(MessageSections.Footer, CodecValues.SymbolMap),
                static (a, b, c, d, e, f, g) => new[] { a, b, c, d, e, f, g }.SelectMany(static part => part).ToArray());
        }
    }

    private static Gen<(ulong Code, object? Value)[]> Optional<T>(ulong code, Gen<T> value) =>
        Gen.Select(Gen.Bool, value, (isPresent, one) => isPresent ? new[] { (code, (object?)one) } : []);

    private static string Text(byte[] message) => Text(MessageReader.Read(message));

    private static string Text(IEnumerable<(ulong Code, object? Value)> sections) =>
        string.Join('\n', sections.Select(static section => $"{section.Code:x}: {CodecText.Of(section.Value)}"));

    private static object? Read(byte[] encoded)
    {
        var reader = new ByteReader(encoded);
        var value = ValueReader.Read(reader);
        reader.Remaining.ShouldBe(0);
        return value;
    }

    private static object? LibraryRead(byte[] encoded)
    {
        _ = Registered;
        var buffer = new ByteBuffer(encoded, 0, encoded.Length, encoded.Length);
        var value = Encoder.ReadObject(buffer);
        buffer.Length.ShouldBe(0);
        return value;
    }

    private static byte[] LibraryWrite(object? value)
    {
        var buffer = new ByteBuffer(256, autoGrow: true);
        Encoder.WriteObject(buffer, value);
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
