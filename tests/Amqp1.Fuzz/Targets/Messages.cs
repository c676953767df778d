using Amqp;
using Amqp1.Bus;
using Amqp1.Bus.Receiving;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Transport;
using Amqp1.Wire;

namespace Amqp1.Fuzz.Targets;

/// <summary>
/// The target that decodes messages that pass the inspection. Everything that a receiver reads from them is returned or refused in one way.
/// </summary>
internal static class Messages
{
    public static void Run(byte[] input)
    {
        if (MessageRepair.MakeDecodable(input) is > 0 and var length)
        {
            Read(Message.Decode(new ByteBuffer(input, 0, length, length)));
        }
    }

    public static void Read(Message message)
    {
        var incoming = new IncomingMessage(message, null!, Amqp1Format.Instance, 0, static _ => true);
        _ = (MessageIds.MessageIdOf(message), incoming.ReplyTo, incoming.ReadRequest(), incoming.ReadTrace(withBaggage: true), MessageIds.CorrelationIdOf(message));
        ReadOnlyMemory<byte>? body;
        try
        {
            body = MessageBody.Read(message);
        }
        catch (WireFormatException)
        {
            return;
        }

        if (body is { } text)
        {
            Bodies.Run(text.ToArray());
        }
    }
}
