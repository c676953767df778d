using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Ensures that AMQPNetLite can decode a message. This code runs for every message, so it recognizes the usual messages at low cost.
/// </summary>
internal static class MessageRepair
{
    private const byte SmallUlong = 0x53;
    private const byte Header = 0x70;
    private const byte Properties = 0x73;
    private const byte Data = 0x75;
    private const byte Value = 0x77;

    private const byte Null = 0x40;
    private const byte List0 = 0x45;
    private const byte List8 = 0xc0;

    /// <summary>
    /// Changes a message in place so that AMQPNetLite can decode it. Returns the new length, or 0 if the message cannot be made decodable.
    /// Mistyped texts are corrected. Unneeded contents, or a body that is not text, are removed only if necessary.
    /// </summary>
    public static int MakeDecodable(Span<byte> message)
    {
        if (IsUsual(message))
        {
            return message.Length;
        }

        var copy = message.ToArray();
        if (Decode(copy, out var length) is null)
        {
            return 0;
        }

        copy.AsSpan(0, length).CopyTo(message);
        return length;
    }

    /// <summary>
    /// Returns the decoded message, which continues to use the bytes, or null if the message cannot be decoded. The bytes are changed as by
    /// <see cref="MakeDecodable"/>.
    /// </summary>
    public static Message? Decode(ArraySegment<byte> message) => Decode(message, out _);

    private static Message? Decode(ArraySegment<byte> message, out int length)
    {
        MistypedTexts.Correct(message);
        length = message.Count;
        if (TryDecode(message) is { } whole)
        {
            return whole;
        }

        length = UnneededContents.Remove(message);
        if (TryDecode(message[..length]) is { } needed)
        {
            return needed;
        }

        length = UnneededContents.RemoveBody(message[..length]);
        return TryDecode(message[..length]);
    }

    private static Message? TryDecode(ArraySegment<byte> message)
    {
        if (!AddsUp(message))
        {
            return null;
        }

        try
        {
            return Message.Decode(new ByteBuffer(message.Array, message.Offset, message.Count, message.Count));
        }
#pragma warning disable CA1031 // The decoder would throw the same exception on the pump and end the connection.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>
    /// Returns whether the message has the form that oslo peers and most others send: header, properties and one body section with text,
    /// binary data or null.
    /// </summary>
    private static bool IsUsual(ReadOnlySpan<byte> message)
    {
        var position = 0;
        var bodies = 0;
        while (position < message.Length)
        {
            if (message.Length - position < 4 || message[position] != 0 || message[position + 1] != SmallUlong)
            {
                return false;
            }

            var section = message[position + 2];
            position += 3;
            var usual = section switch
            {
                Header => IsUsualList(message, ref position, static (index, code) => index switch
                {
                    0 or 3 => code is 0x41 or 0x42,
                    1 => code == 0x50,
                    2 or 4 => code is 0x43 or 0x52 or 0x70,
                    _ => false,
                }),
                Properties => IsUsualList(message, ref position, static (index, code) => index switch
                {
                    0 or 5 => code is 0xa1 or 0xb1 or 0xa0 or 0x44 or 0x53 or 0x80 or 0x98,
                    2 or 3 or 4 => code is 0xa1 or 0xb1,
                    8 or 9 => code == 0x83,
                    _ => false,
                }),
                Value => bodies++ == 0 && message[position] is 0xa0 or 0xa1 or 0xb0 or 0xb1 or Null && EncodedValues.TrySkip(message, ref position),
                Data => bodies++ == 0 && message[position] is 0xa0 or 0xb0 && EncodedValues.TrySkip(message, ref position),
                _ => false,
            };
            if (!usual)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUsualList(ReadOnlySpan<byte> message, ref int position, Func<int, byte, bool> isUsual)
    {
        if (message[position] == List0)
        {
            position++;
            return true;
        }

        if (message[position] != List8 || message.Length - position < 3)
        {
            return false;
        }

        var end = position + 2 + message[position + 1];
        var count = message[position + 2];
        position += 3;
        for (var index = 0; index < count; index++)
        {
            if (position >= message.Length || (message[position] != Null && !isUsual(index, message[position])) || !EncodedValues.TrySkip(message, ref position))
            {
                return false;
            }
        }

        return position == end;
    }

    /// <summary>
    /// Returns whether the sections fill the message exactly, and their contents fill the sections. AMQPNetLite interprets a length of 2 GB
    /// or more as negative and steps back by it, so that it would read the same sections in an endless loop.
    /// </summary>
    private static bool AddsUp(ReadOnlySpan<byte> message)
    {
        var position = 0;
        while (position < message.Length)
        {
            if (!EncodedValues.TryWalk(message, ref position))
            {
                return false;
            }
        }

        return true;
    }
}
