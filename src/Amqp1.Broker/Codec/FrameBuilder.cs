using System.Buffers.Binary;
using System.Text;
using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>Builds infrequent frames and values. Transfers, dispositions and flows have builders of their own, which do not allocate.</summary>
internal sealed class FrameBuilder
{
    private readonly Stack<(int Start, int Count)> _open = new();
    private byte[] _buffer = new byte[512];
    private int _length;
    private int _count;

    /// <summary>The frame. It is complete when every list is closed, and valid until the next <see cref="Start"/>.</summary>
    public ReadOnlySpan<byte> Frame
    {
        get
        {
            BinaryPrimitives.WriteInt32BigEndian(_buffer, _length);
            return _buffer.AsSpan(0, _length);
        }
    }

    /// <summary>The bytes written after <see cref="StartValue"/>.</summary>
    public ReadOnlySpan<byte> Value => _buffer.AsSpan(0, _length);

    public FrameBuilder Start(ushort channel, ulong performative, bool sasl = false)
    {
        _length = 8;
        _open.Clear();
        _buffer[4] = 2;
        _buffer[5] = sasl ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(6), channel);
        return OpenList(performative);
    }

    public FrameBuilder StartValue()
    {
        _length = 0;
        _open.Clear();
        return this;
    }

    public FrameBuilder OpenList(ulong descriptor) => Descriptor(descriptor).OpenList();

    public FrameBuilder OpenList() => Open(FormatCode.List32);

    /// <summary>Opens a map, which <see cref="CloseList"/> closes. Keys and values follow in turn.</summary>
    public FrameBuilder OpenMap() => Open(FormatCode.Map32);

    /// <summary>Writes a descriptor. The described value must follow.</summary>
    public FrameBuilder Descriptor(ulong descriptor)
    {
        var room = Reserve(3);
        room[0] = FormatCode.Described;
        room[1] = FormatCode.SmallULong;
        room[2] = (byte)descriptor;
        _length += 3;
        return this;
    }

    public FrameBuilder CloseList()
    {
        var (start, outerCount) = _open.Pop();
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start), _length - start - 4);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start + 4), _count);
        _count = outerCount;
        return this;
    }

    public FrameBuilder Null() => Byte(FormatCode.Null);

    public FrameBuilder Bool(bool value) => Byte(value ? (byte)FormatCode.True : (byte)FormatCode.False);

    public FrameBuilder UByte(byte value) => Raw([FormatCode.UByte, value]);

    public FrameBuilder UShort(ushort value) => Raw([FormatCode.UShort, (byte)(value >> 8), (byte)value]);

    public FrameBuilder UInt(uint value)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = FormatCode.UInt;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], value);
        return Raw(bytes);
    }

    public FrameBuilder Int(int value)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = FormatCode.Int;
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], value);
        return Raw(bytes);
    }

    public FrameBuilder Long(long value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = FormatCode.Long;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], value);
        return Raw(bytes);
    }

    public FrameBuilder ULong(ulong value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = FormatCode.ULong;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], value);
        return Raw(bytes);
    }

    public FrameBuilder String(string value) => Text(FormatCode.String32, value);

    public FrameBuilder Binary(ReadOnlySpan<byte> value)
    {
        var size = value.Length;
        return Raw([FormatCode.Binary32, (byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size, .. value]);
    }

    public FrameBuilder Symbol(string value) => Text(FormatCode.Symbol32, value);

    /// <summary>Writes an array of symbols.</summary>
    public FrameBuilder Symbols(params ReadOnlySpan<string> values)
    {
        var start = _length;
        Reserve(10);
        _length += 10;
        foreach (var value in values)
        {
            Append(value);
        }

        _buffer[start] = FormatCode.Array32;
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start + 1), _length - start - 5);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start + 5), values.Length);
        _buffer[start + 9] = FormatCode.Symbol32;
        _count++;
        return this;
    }

    /// <summary>Writes a map with symbols as keys and strings as values.</summary>
    public FrameBuilder Map(params ReadOnlySpan<(string Key, string Value)> entries)
    {
        OpenMap();
        foreach (var (key, value) in entries)
        {
            Symbol(key).String(value);
        }

        return CloseList();
    }

    public FrameBuilder Error(string condition, string description) =>
        OpenList(PerformativeCode.Error).Symbol(condition).String(description).CloseList();

    /// <summary>Writes an encoded value; an empty one is written as null.</summary>
    public FrameBuilder Raw(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return Null();
        }

        value.CopyTo(Reserve(value.Length));
        _length += value.Length;
        _count++;
        return this;
    }

    private FrameBuilder Open(byte code)
    {
        Reserve(9)[0] = code;
        _length++;
        _open.Push((_length, _count + 1));
        _length += 8;
        _count = 0;
        return this;
    }

    private FrameBuilder Byte(byte code)
    {
        Reserve(1)[0] = code;
        _length++;
        _count++;
        return this;
    }

    private FrameBuilder Text(byte code, string value)
    {
        Reserve(1)[0] = code;
        _length++;
        Append(value);
        _count++;
        return this;
    }

    private void Append(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        var room = Reserve(4 + size);
        BinaryPrimitives.WriteInt32BigEndian(room, size);
        Encoding.UTF8.GetBytes(value, room[4..]);
        _length += 4 + size;
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Array.Resize(ref _buffer, Math.Max(_length + size, _buffer.Length * 2));
        }

        return _buffer.AsSpan(_length);
    }
}
