using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Ensures that AMQPNetLite can decode a message. This code runs for every message, so it recognizes the usual messages at low cost.
/// </summary>
internal static class MessageRepair
{
    /// <summary>
    /// Changes a message in place so that AMQPNetLite can decode it. Returns the new length, or 0 if the message cannot be made decodable.
    /// Mistyped texts are corrected. Unneeded contents, or a body that is not text, are removed only if necessary.
    /// </summary>
    public static int MakeDecodable(Span<byte> message)
    {
        if (UsualMessage.Is(message))
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
    /// Returns whether the sections fill the message exactly, and their contents fill the sections. AMQPNetLite interprets a length of 2 GB
    /// or more as negative and steps back by it, so that it would read the same sections in an endless loop. It also reads any byte as the
    /// beginning of a section.
    /// </summary>
    private static bool AddsUp(ReadOnlySpan<byte> message)
    {
        var position = 0;
        while (position < message.Length)
        {
            if (message[position] != FormatCode.Described || !EncodedValues.TryWalk(message, ref position))
            {
                return false;
            }
        }

        return true;
    }
}
