using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>
/// Removes contents of a message that AMQP allows, this driver does not need, and AMQPNetLite may not be able to decode: the footer,
/// delivery annotations, and the entries of message annotations and application properties that are not text (AMQP 1.0, 3.2).
/// </summary>
internal static class UnneededContents
{
    private const byte Text8 = 0xa1;
    private const byte Text32 = 0xb1;
    private const byte Symbol8 = 0xa3;
    private const byte Symbol32 = 0xb3;
    private const byte Map8 = 0xc1;
    private const byte Map32 = 0xd1;
    private const byte List0 = 0x45;
    private const byte ValueSection = 0x77;

    /// <summary>
    /// Removes all unneeded contents in place and returns the new length. Does not change a message whose encoding is inconsistent.
    /// </summary>
    public static int Remove(Span<byte> message) => Rewrite(message, KeptOf);

    /// <summary>
    /// Replaces a body that is a value or a sequence by an empty list, so that the rest of the message can be read. An empty list is not
    /// treated as text either. Returns the new length.
    /// </summary>
    public static int RemoveBody(Span<byte> message) => Rewrite(message, static section =>
    {
        if (KindOf(section, out _) != Section.NoData)
        {
            return section.Length;
        }

        ReadOnlySpan<byte> unreadable = [0, 0x53, ValueSection, List0];
        unreadable.CopyTo(section);
        return unreadable.Length;
    });

    private static int Rewrite(Span<byte> message, SectionRewriter rewrite)
    {
        var position = 0;
        while (position < message.Length)
        {
            if (message[position] != 0 || !EncodedValues.TrySkip(message, ref position))
            {
                return message.Length;
            }
        }

        var read = 0;
        var written = 0;
        while (read < message.Length)
        {
            var start = read;
            EncodedValues.TrySkip(message, ref read);
            var section = message[start..read];
            var kept = section[..rewrite(section)];
            kept.CopyTo(message[written..]);
            written += kept.Length;
        }

        return written;
    }

    private static int KeptOf(Span<byte> section) => KindOf(section, out var value) switch
    {
        Section.Unneeded => 0,
        Section.Entries => value + KeepTexts(section[value..]),
        _ => section.Length,
    };

    /// <summary>Removes the entries that are not text from an encoded map and returns its new length.</summary>
    private static int KeepTexts(Span<byte> map)
    {
        var wide = map[0] == Map32;
        var first = wide ? 9 : 3;
        if ((!wide && map[0] != Map8) || map.Length < first)
        {
            return map.Length;
        }

        var count = wide ? BinaryPrimitives.ReadUInt32BigEndian(map[5..]) : map[2];
        var position = first;
        for (uint index = 0; index < count; index++)
        {
            if (!EncodedValues.TrySkip(map, ref position))
            {
                return map.Length;
            }
        }

        if (position != map.Length || count % 2 != 0)
        {
            return map.Length;
        }

        var read = first;
        var written = first;
        var kept = 0;
        for (uint entry = 0; entry < count / 2; entry++)
        {
            var key = read;
            EncodedValues.TrySkip(map, ref read);
            var value = read;
            EncodedValues.TrySkip(map, ref read);
            if (map[key] is Text8 or Text32 or Symbol8 or Symbol32 && map[value] is Text8 or Text32)
            {
                map[key..read].CopyTo(map[written..]);
                written += read - key;
                kept += 2;
            }
        }

        if (wide)
        {
            BinaryPrimitives.WriteInt32BigEndian(map[1..], written - 5);
            BinaryPrimitives.WriteInt32BigEndian(map[5..], kept);
        }
        else
        {
            map[1] = (byte)(written - 2);
            map[2] = (byte)kept;
        }

        return written;
    }

    private static Section KindOf(ReadOnlySpan<byte> section, out int value)
    {
        value = 1;
        EncodedValues.TrySkip(section, ref value);
        var descriptor = section[1..value];
        return descriptor[0] switch
        {
            0x53 => KindOf(descriptor[1]),
            0x80 => KindOf(BinaryPrimitives.ReadUInt64BigEndian(descriptor[1..])),
            Symbol8 => KindOf(descriptor[2..]),
            Symbol32 => KindOf(descriptor[5..]),
            _ => Section.Needed,
        };
    }

    private static Section KindOf(ulong code) => code switch
    {
        0x71 or 0x78 => Section.Unneeded,
        0x72 or 0x74 => Section.Entries,
        0x76 or ValueSection => Section.NoData,
        _ => Section.Needed,
    };

    private static Section KindOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("amqp:delivery-annotations:map"u8) || name.SequenceEqual("amqp:footer:map"u8) ? Section.Unneeded
        : name.SequenceEqual("amqp:message-annotations:map"u8) || name.SequenceEqual("amqp:application-properties:map"u8) ? Section.Entries
        : name.SequenceEqual("amqp:amqp-sequence:list"u8) || name.SequenceEqual("amqp:amqp-value:*"u8) ? Section.NoData
        : Section.Needed;

    private delegate int SectionRewriter(Span<byte> section);

    private enum Section
    {
        Needed,
        Unneeded,
        Entries,
        NoData,
    }
}
