using Amqp;
using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

/// <summary>Encoded messages.</summary>
internal static class TestMessages
{
    public static byte[] Encode(string body, string? to = null)
    {
        var message = new Message { BodySection = new AmqpValue { Value = body } };
        if (to is not null)
        {
            message.Header = new Header { Ttl = 1000 };
            message.MessageAnnotations = new MessageAnnotations();
            message.Properties = new Properties { MessageId = "m", To = to };
        }

        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
