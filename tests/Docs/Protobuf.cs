using System.Buffers.Binary;

namespace Amqp1.Docs.Tests;

/// <summary>Reads fields of encoded Protocol Buffers without a schema.</summary>
internal static class Protobuf
{
    /// <summary>Returns the values of a field that holds messages, texts or bytes.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field) =>
        [.. Fields(message).Where(found => found.Field == field).Select(found => found.Bytes)];

    /// <summary>Returns the value of a field that holds a number; 0 if it is missing.</summary>
    public static ulong Number(ReadOnlyMemory<byte> message, int field) => Fields(message).LastOrDefault(found => found.Field == field).Number;

    private static List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int, ulong, ReadOnlyMemory<byte>)>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add((field, Varint(message.Span, ref at), default));
                    break;
                case 1:
                    fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    fields.Add((field, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"The wire type {tag & 7} is not known.");
            }
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
