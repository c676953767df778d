using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Amqp1.Transport;

/// <summary>A performative and the positions of its fields, which are not decoded (AMQP 1.0, 2.7).</summary>
internal ref struct Performative
{
    /// <summary>The number of fields whose positions are recorded.</summary>
    private const int MostFields = 11;

    private const int DispositionState = 4;
    private const byte DescribedValue = 0;
    private const byte Null = 0x40;
    private const byte List0 = 0x45;
    private const byte List8 = 0xc0;
    private const byte List32 = 0xd0;

    private ReadOnlySpan<byte> _body;
    private FieldStarts _starts;
    private int _count;

    /// <summary>The descriptor, a constant of <see cref="Descriptors"/>; 0 if it is not among them.</summary>
    public ulong Code { get; private set; }

    /// <summary>The length of the performative in bytes. The payload follows it.</summary>
    public int Length { get; private set; }

    /// <summary>The position of the list of fields in the body.</summary>
    public int List { get; private set; }

    /// <summary>The position of the first field in the body, or of the end of an empty list.</summary>
    public int Content { get; private set; }

    /// <summary>
    /// Returns false if the body of the frame does not begin with a described list whose encoding is consistent in all its parts.
    /// </summary>
    /// <remarks>Of the state of a disposition, only the total size is checked. Code that uses the state must check its contents.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> body, out Performative performative)
    {
        performative = default;
        var position = 1;
        if (body.Length < 3 || body[0] != DescribedValue || !EncodedValues.TryWalk(body, ref position) || position >= body.Length)
        {
            return false;
        }

        performative._body = body;
        performative.Code = Descriptors.CodeOf(body[1..position]);
        performative.List = position;
        var end = position;
        if (!EncodedValues.TrySkip(body, ref end) || !TryEnterList(body[..end], ref position, out var count))
        {
            return false;
        }

        performative.Content = position;
        performative.Length = end;
        return performative.TryReadFields(body[..end], position, count);
    }

    /// <summary>The number of fields.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Returns whether the field exists and is not null.</summary>
    public readonly bool IsSet(int field) => field < _count && _body[_starts[field]] != Null;

    /// <summary>Returns the position of an existing field in the body.</summary>
    public readonly int StartOf(int field) => _starts[field];

    /// <summary>Returns the encoded field, which is empty if the field does not exist.</summary>
    public readonly ReadOnlySpan<byte> Field(int field) => field < _count ? _body[_starts[field].._starts[field + 1]] : default;

    /// <summary>Returns whether the field is the boolean value true.</summary>
    public readonly bool IsTrue(int field) => Field(field) is [0x41, ..] or [0x56, not 0, ..];

    /// <summary>Returns the field as a number, or 0 if the field is not set.</summary>
    public readonly uint Number(int field)
    {
        uint number = 0;
        if (IsSet(field))
        {
            foreach (var part in Field(field)[1..])
            {
                number = number << 8 | part;
            }
        }

        return number;
    }

    /// <summary>Writes the size and count of a list whose fields were changed in place.</summary>
    /// <param name="body">The writable body from which this performative was read.</param>
    /// <param name="end">The new position of the end of the last field.</param>
    /// <param name="count">The new number of fields.</param>
    public readonly void WriteListHeader(Span<byte> body, int end, int count)
    {
        if (body[List] == List8)
        {
            body[List + 1] = (byte)(end - List - 2);
            body[List + 2] = (byte)count;
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(body[(List + 1)..], end - List - 5);
            BinaryPrimitives.WriteInt32BigEndian(body[(List + 5)..], count);
        }
    }

    private bool TryReadFields(ReadOnlySpan<byte> body, int position, uint count)
    {
        for (uint index = 0; index < count; index++)
        {
            if (index < MostFields)
            {
                _starts[(int)index] = position;
            }

            if (position >= body.Length || !TryStepOver(body, ref position, index))
            {
                return false;
            }

            if (index < MostFields)
            {
                _starts[(int)index + 1] = position;
            }
        }

        FieldCount = (int)Math.Min(count, int.MaxValue);
        _count = Math.Min(FieldCount, MostFields);
        return position == body.Length;
    }

    private readonly bool TryStepOver(ReadOnlySpan<byte> body, ref int position, uint index) =>
        body[position] is DescribedValue or >= List8 && !(Code == Descriptors.Disposition && index == DispositionState)
            ? EncodedValues.TryWalk(body, ref position)
            : EncodedValues.TrySkip(body, ref position);

    private static bool TryEnterList(ReadOnlySpan<byte> bytes, ref int position, out uint count)
    {
        var code = bytes[position];
        count = 0;
        switch (code)
        {
            case List0:
                position++;
                return true;
            case List8 when bytes.Length - position >= 3:
                count = bytes[position + 2];
                position += 3;
                return true;
            case List32 when bytes.Length - position >= 9:
                count = BinaryPrimitives.ReadUInt32BigEndian(bytes[(position + 5)..]);
                position += 9;
                return true;
            default:
                return false;
        }
    }

    [InlineArray(MostFields + 1)]
    private struct FieldStarts
    {
        private int _first;
    }
}
