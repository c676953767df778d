using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>An encoded value that is not described: its format code, and its content without the size.</summary>
internal readonly ref struct EncodedValue(byte code, ReadOnlySpan<byte> content)
{
    private const int Described = 0;

    public byte Code { get; } = code;

    /// <summary>The bytes of a scalar; for a list, map or array, the count and the elements.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    public bool IsNull => Code == FormatCode.Null;

    /// <summary>Reads the value at the start of <paramref name="bytes"/>. A described value is read as one without content.</summary>
    public static EncodedValue Read(ReadOnlySpan<byte> bytes, out int length)
    {
        length = FieldReader.LengthOf(bytes);
        var code = bytes[0];
        var start = (code >> 4) switch
        {
            Described => length,
            0xa or 0xc or 0xe => 2,
            0xb or 0xd or 0xf => 5,
            _ => 1,
        };
        return new EncodedValue(code, bytes[start..length]);
    }

    /// <summary>Returns the text of a string or symbol; null if the value is neither.</summary>
    public string? AsText() => Code switch
    {
        FormatCode.String8 or FormatCode.String32 when Utf8.IsValid(Content) => Encoding.UTF8.GetString(Content),
        FormatCode.Symbol8 or FormatCode.Symbol32 when Ascii.IsValid(Content) => Encoding.ASCII.GetString(Content),
        _ => null,
    };

    /// <summary>Returns the value of an integer of any type; null if the value is not an integer or does not fit.</summary>
    public long? AsInteger() => Code switch
    {
        FormatCode.UInt0 or FormatCode.ULong0 => 0,
        FormatCode.UByte or FormatCode.SmallUInt or FormatCode.SmallULong => Content[0],
        FormatCode.Byte or FormatCode.SmallInt or FormatCode.SmallLong => (sbyte)Content[0],
        FormatCode.UShort => BinaryPrimitives.ReadUInt16BigEndian(Content),
        FormatCode.Short => BinaryPrimitives.ReadInt16BigEndian(Content),
        FormatCode.UInt => BinaryPrimitives.ReadUInt32BigEndian(Content),
        FormatCode.Int => BinaryPrimitives.ReadInt32BigEndian(Content),
        FormatCode.Long => BinaryPrimitives.ReadInt64BigEndian(Content),
        FormatCode.ULong when BinaryPrimitives.ReadInt64BigEndian(Content) is >= 0 and var value => value,
        _ => null,
    };

    /// <summary>Returns the value of a boolean; null if the value is not a boolean.</summary>
    public bool? AsBoolean() => Code switch
    {
        FormatCode.True => true,
        FormatCode.False => false,
        FormatCode.Boolean => Content[0] != 0,
        _ => null,
    };
}
