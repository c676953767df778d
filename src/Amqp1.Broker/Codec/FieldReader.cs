using System.Buffers.Binary;
using System.Text;
using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>
/// Reads the fields of one AMQP list, in order. A field that is null or missing at the end is read as null. Every length is checked against
/// the available bytes, and there is no recursion, so no input can exhaust memory or stack. Invalid input throws a decode error of the
/// connection.
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private uint _left;

    private FieldReader(ReadOnlySpan<byte> bytes, uint count)
    {
        _bytes = bytes;
        _left = count;
    }

    /// <summary>Reads a described list. Returns the code of its descriptor; <paramref name="length"/> is its encoded length.</summary>
    public static ulong ReadDescribedList(ReadOnlySpan<byte> bytes, out FieldReader fields, out int length)
    {
        var code = ReadDescriptor(bytes, out var start);
        var list = bytes[start..];
        if (list.IsEmpty)
        {
            throw PeerFaultException.Decode("A described value is not followed by a list.");
        }

        switch (list[0])
        {
            case FormatCode.List0:
                fields = new FieldReader(default, 0);
                length = start + 1;
                return code;
            case FormatCode.List8 when list.Length >= 3 && list[1] >= 1 && list[1] <= list.Length - 2:
                fields = new FieldReader(list.Slice(3, list[1] - 1), list[2]);
                length = start + 2 + list[1];
                return code;
            case FormatCode.List32 when list.Length >= 9:
                var size = BinaryPrimitives.ReadUInt32BigEndian(list[1..]);
                if (size < 4 || size > list.Length - 5)
                {
                    break;
                }

                fields = new FieldReader(list.Slice(9, (int)size - 4), BinaryPrimitives.ReadUInt32BigEndian(list[5..]));
                length = start + 5 + (int)size;
                return code;
        }

        throw PeerFaultException.Decode("A list is malformed.");
    }

    /// <summary>Returns the length of the encoded value at the start of <paramref name="bytes"/>.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        if (!EncodedValues.TrySkip(bytes, ref position))
        {
            throw PeerFaultException.Decode("A value is malformed or truncated.");
        }

        return position;
    }

    /// <summary>Reads the encoded value of the next field; empty if it is null.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        if (_left == 0)
        {
            return default;
        }

        _left--;
        var rest = _bytes[_position..];
        var length = LengthOf(rest);
        _position += length;
        return rest[0] == FormatCode.Null ? default : rest[..length];
    }

    /// <summary>Whether there is another field, which may be null.</summary>
    public readonly bool HasMore => _left > 0;

    public void Skip() => Raw();

    /// <summary>Checks the rest of the list: the number of fields must match, and no bytes may follow. Further fields are ignored.</summary>
    public void End()
    {
        while (_left > 0)
        {
            Skip();
        }

        if (_position != _bytes.Length)
        {
            throw PeerFaultException.Decode("A list is longer than its fields.");
        }
    }

    public uint? UInt()
    {
        var raw = Raw();
        return raw.IsEmpty ? null : raw[0] switch
        {
            FormatCode.UInt0 => 0u,
            FormatCode.SmallUInt => raw[1],
            FormatCode.UInt => BinaryPrimitives.ReadUInt32BigEndian(raw[1..]),
            _ => throw Unexpected(raw[0], "uint"),
        };
    }

    public ulong? ULong()
    {
        var raw = Raw();
        return raw.IsEmpty ? null : raw[0] switch
        {
            FormatCode.ULong0 => 0ul,
            FormatCode.SmallULong => raw[1],
            FormatCode.ULong => BinaryPrimitives.ReadUInt64BigEndian(raw[1..]),
            _ => throw Unexpected(raw[0], "ulong"),
        };
    }

    public ushort? UShort()
    {
        var raw = Raw();
        return raw.IsEmpty ? null : raw[0] == FormatCode.UShort ? BinaryPrimitives.ReadUInt16BigEndian(raw[1..]) : throw Unexpected(raw[0], "ushort");
    }

    public byte? UByte()
    {
        var raw = Raw();
        return raw.IsEmpty ? null : raw[0] == FormatCode.UByte ? raw[1] : throw Unexpected(raw[0], "ubyte");
    }

    public bool? Bool()
    {
        var raw = Raw();
        return raw.IsEmpty ? null : raw[0] switch
        {
            FormatCode.True => true,
            FormatCode.False => false,
            FormatCode.Boolean => raw[1] != 0,
            _ => throw Unexpected(raw[0], "boolean"),
        };
    }

    /// <summary>Reads the UTF-8 bytes of a string; <paramref name="present"/> is false if it is null.</summary>
    public ReadOnlySpan<byte> Utf8(out bool present) => Variable(FormatCode.String8, FormatCode.String32, "string", out present);

    /// <summary>Reads the bytes of a symbol; <paramref name="present"/> is false if it is null.</summary>
    public ReadOnlySpan<byte> Symbol(out bool present) => Variable(FormatCode.Symbol8, FormatCode.Symbol32, "symbol", out present);

    /// <summary>Reads the bytes of a binary value; <paramref name="present"/> is false if it is null.</summary>
    public ReadOnlySpan<byte> Binary(out bool present) => Variable(FormatCode.Binary8, FormatCode.Binary32, "binary", out present);

    public string? String()
    {
        var bytes = Utf8(out var present);
        if (present && !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            throw PeerFaultException.Decode("A string is not valid UTF-8.");
        }

        return present ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static ulong ReadDescriptor(ReadOnlySpan<byte> bytes, out int length)
    {
        if (bytes.Length < 2 || bytes[0] != 0)
        {
            throw PeerFaultException.Decode("A described type is expected.");
        }

        length = 1 + LengthOf(bytes[1..]);
        var descriptor = bytes[1..length];
        return descriptor[0] switch
        {
            FormatCode.SmallULong => descriptor[1],
            FormatCode.ULong0 => 0,
            FormatCode.ULong => BinaryPrimitives.ReadUInt64BigEndian(descriptor[1..]),
            FormatCode.Symbol8 => PerformativeCode.FromSymbol(descriptor[2..]),
            FormatCode.Symbol32 => PerformativeCode.FromSymbol(descriptor[5..]),
            _ => throw Unexpected(descriptor[0], "descriptor"),
        };
    }

    private static PeerFaultException Unexpected(byte code, string expected) =>
        PeerFaultException.Decode($"Format code 0x{code:x2} does not encode a {expected}.");

    private ReadOnlySpan<byte> Variable(byte small, byte large, string kind, out bool present)
    {
        var raw = Raw();
        present = !raw.IsEmpty;
        return raw.IsEmpty ? default : raw[0] == small ? raw[2..] : raw[0] == large ? raw[5..] : throw Unexpected(raw[0], kind);
    }
}
