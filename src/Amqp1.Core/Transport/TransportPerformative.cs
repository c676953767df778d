using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>What has to be known of a performative before it is decoded (AMQP 1.0, 2.7).</summary>
internal readonly struct TransportPerformative
{
    public const ulong Transfer = 0x14;
    public const ulong Detach = 0x16;
    public const ulong End = 0x17;

    private const int MoreField = 5;
    private const int AbortedField = 9;
    private const byte Described = 0;
    private const byte Compound = 0xc0;

    /// <summary>Its descriptor; 0 for what is none of the three.</summary>
    public ulong Code { get; private init; }

    /// <summary>Its first field; 0 when that is no number.</summary>
    public uint Handle { get; private init; }

    /// <summary>Of a transfer: whether more frames of the message are to come.</summary>
    public bool More { get; private init; }

    /// <summary>Of a transfer: whether the message ends here, and in nothing.</summary>
    public bool Aborted { get; private init; }

    /// <summary>How many bytes it takes; behind it is the payload.</summary>
    public int Length { get; private init; }

    /// <summary>False when the body of the frame does not begin with a described list that adds up in all its parts.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out TransportPerformative performative)
    {
        performative = default;
        var position = 1;
        if (body.Length < 3 || body[0] != Described || !EncodedValues.TryWalk(body, ref position) || position >= body.Length)
        {
            return false;
        }

        var code = ReadDescriptor(body[1..position]);
        var list = position;
        var end = position;
        if (!EncodedValues.TrySkip(body, ref end))
        {
            return false;
        }

        uint handle = 0;
        var more = false;
        var aborted = false;
        if (!TryEnterList(body[..end], ref position, out var count))
        {
            return false;
        }

        for (var index = 0; index < count; index++)
        {
            var start = position;
            if (position >= end || !(body[start] is Described or >= Compound ? EncodedValues.TryWalk(body[..end], ref position) : EncodedValues.TrySkip(body[..end], ref position)))
            {
                return false;
            }

            var field = body[start..position];
            switch (index)
            {
                case 0:
                    handle = ReadUint(field);
                    break;
                case MoreField:
                    more = IsTrue(field);
                    break;
                case AbortedField:
                    aborted = IsTrue(field);
                    break;
            }
        }

        performative = new TransportPerformative { Code = code, Handle = handle, More = more && !aborted, Aborted = aborted, Length = end };
        return position == end && end > list;
    }

    private static ulong ReadDescriptor(ReadOnlySpan<byte> descriptor) => descriptor[0] switch
    {
        0x53 => descriptor[1],
        0x80 => BinaryPrimitives.ReadUInt64BigEndian(descriptor[1..]),
        // AMQPNetLite takes a string for a symbol here.
        0xa1 or 0xa3 => ByName(descriptor[2..]),
        0xb1 or 0xb3 => ByName(descriptor[5..]),
        _ => 0,
    };

    private static ulong ByName(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("amqp:transfer:list"u8) ? Transfer
        : name.SequenceEqual("amqp:detach:list"u8) ? Detach
        : name.SequenceEqual("amqp:end:list"u8) ? End
        : 0;

    private static bool TryEnterList(ReadOnlySpan<byte> bytes, ref int position, out uint count)
    {
        var code = bytes[position];
        count = 0;
        switch (code)
        {
            case 0x45:
                position++;
                return true;
            case 0xc0 when bytes.Length - position >= 3:
                count = bytes[position + 2];
                position += 3;
                return true;
            case 0xd0 when bytes.Length - position >= 9:
                count = BinaryPrimitives.ReadUInt32BigEndian(bytes[(position + 5)..]);
                position += 9;
                return true;
            default:
                return false;
        }
    }

    private static bool IsTrue(ReadOnlySpan<byte> value) => value[0] == 0x41 || (value[0] == 0x56 && value[1] != 0);

    private static uint ReadUint(ReadOnlySpan<byte> value)
    {
        uint number = 0;
        foreach (var part in value[1..])
        {
            number = number << 8 | part;
        }

        return number;
    }
}
