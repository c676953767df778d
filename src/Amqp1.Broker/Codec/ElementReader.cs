using System.Buffers.Binary;
using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>
/// Reads the elements of a list, the keys and values of a map in turn, or the elements of an array of texts. A count that exceeds the
/// available bytes is a decode error, so the work is proportional to the input.
/// </summary>
internal ref struct ElementReader
{
    private readonly byte _constructor;
    private ReadOnlySpan<byte> _bytes;
    private uint _left;

    private ElementReader(ReadOnlySpan<byte> bytes, uint count, byte constructor)
    {
        _bytes = bytes;
        _left = count;
        _constructor = constructor;
    }

    /// <summary>Starts to read a list or an array of texts. Any other value throws a decode error.</summary>
    public static ElementReader OfList(EncodedValue list) => list.Code switch
    {
        FormatCode.List0 => default,
        FormatCode.List8 or FormatCode.List32 or FormatCode.Array8 or FormatCode.Array32 => Open(list),
        _ => throw PeerFaultException.Decode("A list is expected."),
    };

    /// <summary>Starts to read a map. Any other value throws a decode error.</summary>
    public static ElementReader OfMap(EncodedValue map) =>
        map.Code is FormatCode.Map8 or FormatCode.Map32 ? Open(map) : throw PeerFaultException.Decode("A map is expected.");

    /// <summary>Reads the next element. Returns false after the last one.</summary>
    public bool Next(out EncodedValue element)
    {
        element = default;
        if (_left == 0)
        {
            return false;
        }

        _left--;
        if (_constructor == 0)
        {
            element = EncodedValue.Read(_bytes, out var length);
            _bytes = _bytes[length..];
            return true;
        }

        var width = _constructor is FormatCode.String8 or FormatCode.Symbol8 ? 1 : 4;
        if (_bytes.Length < width)
        {
            throw Malformed();
        }

        var size = width == 1 ? _bytes[0] : BinaryPrimitives.ReadUInt32BigEndian(_bytes);
        if (size > _bytes.Length - width)
        {
            throw Malformed();
        }

        element = new EncodedValue(_constructor, _bytes.Slice(width, (int)size));
        _bytes = _bytes[(width + (int)size)..];
        return true;
    }

    private static ElementReader Open(EncodedValue value)
    {
        var width = value.Code is FormatCode.List8 or FormatCode.Map8 or FormatCode.Array8 ? 1 : 4;
        if (value.Content.Length < width)
        {
            throw Malformed();
        }

        var count = width == 1 ? value.Content[0] : BinaryPrimitives.ReadUInt32BigEndian(value.Content);
        var elements = value.Content[width..];
        if (value.Code is not (FormatCode.Array8 or FormatCode.Array32))
        {
            return count <= elements.Length ? new ElementReader(elements, count, 0) : throw Malformed();
        }

        if (elements.IsEmpty || elements[0] is not (FormatCode.String8 or FormatCode.String32 or FormatCode.Symbol8 or FormatCode.Symbol32))
        {
            throw PeerFaultException.Decode("An array of strings or symbols is expected.");
        }

        return count < elements.Length ? new ElementReader(elements[1..], count, elements[0]) : throw Malformed();
    }

    private static PeerFaultException Malformed() => PeerFaultException.Decode("A list, map or array is malformed.");
}
