using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Converts messages to bytes and back with AMQPNetLite's own codec.</summary>
internal static class WireBytes
{
    /// <summary>
    /// Returns the bytes of a notation: hexadecimal digits with blanks and line breaks, and "quoted text" where the bytes are ASCII.
    /// </summary>
    public static byte[] Of(string notation)
    {
        var bytes = new List<byte>();
        var parts = notation.Split('\'');
        for (var i = 0; i < parts.Length; i++)
        {
            bytes.AddRange(i % 2 == 1 ? Encoding.ASCII.GetBytes(parts[i]) : Convert.FromHexString(string.Concat(parts[i].Where(char.IsAsciiHexDigit))));
        }

        return [.. bytes];
    }

    public static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }

    public static Message Decode(byte[] bytes) => Message.Decode(new ByteBuffer(bytes, 0, bytes.Length, bytes.Length));

    /// <summary>Returns the message that a receiver gets when a peer sends this body.</summary>
    public static Message Received(RestrictedDescribed body) => Decode(Encode(new Message { BodySection = body }));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
