using System.Buffers.Binary;
using System.Text;

namespace Amqp1.Wire;

/// <summary>Writes encoded AMQP values consecutively into a span that is large enough (AMQP 1.0, 1.6).</summary>
internal ref struct SectionWriter(Span<byte> target)
{
    private const byte Null = 0x40;
    private const byte List0 = 0x45;
    private const byte List8 = 0xc0;
    private const byte List32 = 0xd0;
    private const byte Map8 = 0xc1;
    private const byte Map32 = 0xd1;
    private const byte Str8 = 0xa1;
    private const byte Str32 = 0xb1;
    private const byte Bin8 = 0xa0;
    private const byte Bin32 = 0xb0;
    private const byte SmallUint = 0x52;
    private const byte Uint = 0x70;
    private const byte SmallUlong = 0x53;

    private readonly Span<byte> _target = target;
    private int _position;

    public static int SizeOfText(int utf8Length) => (utf8Length <= byte.MaxValue ? 2 : 5) + utf8Length;

    public static int SizeOfNumber(uint value) => value <= byte.MaxValue ? 2 : 5;

    /// <param name="contentSize">The size of the members.</param>
    public static int SizeOfList(int contentSize) => contentSize == 0 ? 1 : (IsSmall(contentSize) ? 3 : 9) + contentSize;

    public void Descriptor(byte code)
    {
        Byte(0);
        Byte(SmallUlong);
        Byte(code);
    }

    public void BeginList(int contentSize, int count)
    {
        if (contentSize == 0)
        {
            Byte(List0);
        }
        else
        {
            BeginCompound(List8, List32, contentSize, count);
        }
    }

    public void BeginMap(int contentSize, int count) => BeginCompound(Map8, Map32, contentSize, count);

    public void NullValue() => Byte(Null);

    public void Number(uint value)
    {
        if (value <= byte.MaxValue)
        {
            Byte(SmallUint);
            Byte((byte)value);
        }
        else
        {
            Byte(Uint);
            BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);
        }
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, TextOf(length));
    }

    public void Text(ReadOnlySpan<byte> utf8) => utf8.CopyTo(TextOf(utf8.Length));

    /// <summary>Begins a string of the given number of bytes. The caller fills the returned span with the text.</summary>
    public Span<byte> TextOf(int utf8Length) => BeginVariable(Str8, Str32, utf8Length);

    /// <summary>
    /// Begins binary data of the given number of bytes, whose size is that of a text of this length. The caller fills the returned span.
    /// </summary>
    public Span<byte> BinaryOf(int length) => BeginVariable(Bin8, Bin32, length);

    /// <summary>Writes a value that is already encoded.</summary>
    public void Encoded(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    // The size includes one byte for the count.
    private static bool IsSmall(int contentSize) => contentSize + 1 <= byte.MaxValue;

    private void BeginCompound(byte small, byte large, int contentSize, int count)
    {
        if (IsSmall(contentSize))
        {
            Byte(small);
            Byte((byte)(contentSize + 1));
            Byte((byte)count);
        }
        else
        {
            Byte(large);
            BinaryPrimitives.WriteInt32BigEndian(Take(4), contentSize + 4);
            BinaryPrimitives.WriteInt32BigEndian(Take(4), count);
        }
    }

    private Span<byte> BeginVariable(byte small, byte large, int length)
    {
        if (length <= byte.MaxValue)
        {
            Byte(small);
            Byte((byte)length);
        }
        else
        {
            Byte(large);
            BinaryPrimitives.WriteInt32BigEndian(Take(4), length);
        }

        return Take(length);
    }

    private void Byte(byte value) => _target[_position++] = value;

    private Span<byte> Take(int length)
    {
        var taken = _target.Slice(_position, length);
        _position += length;
        return taken;
    }
}
