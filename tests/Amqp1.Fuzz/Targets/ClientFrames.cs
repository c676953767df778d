using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Transport;

namespace Amqp1.Fuzz.Targets;

/// <summary>
/// What a peer may send to a client: frame after frame is judged, and what is let through is decoded as AMQPNetLite does on its
/// pump. No message that was let through may fail to decode, and what unfinished messages hold must stay within bounds.
/// </summary>
internal static class ClientFrames
{
    private const int Capacity = 4096;

    public static void Run(byte[] input)
    {
        var transfers = new IncomingTransfers { Capacity = Capacity };
        var rest = input.AsSpan();
        while (rest.Length >= 8 && FrameInspection.Size(rest) is >= 8 and var size && size <= rest.Length)
        {
            var frame = rest[..size];
            rest = rest[size..];
            int seen;
            try
            {
                seen = transfers.Inspect(frame);
            }
            catch (InvalidDataException)
            {
                return;
            }

            if (seen > size || BinaryPrimitives.ReadInt32BigEndian(frame) != seen || transfers.Held is < 0 or > Capacity)
            {
                throw new FuzzFindingException("The books are wrong.");
            }

            Decode(frame[..seen].ToArray());
            if (transfers.TakeContent() is { } content)
            {
                Messages.Read(content);
            }
        }
    }

    private static void Decode(byte[] frame)
    {
        if (frame.Length == 8 || frame[5] != 0)
        {
            return;
        }

        var buffer = new ByteBuffer(frame, 8, frame.Length - 8, frame.Length - 8);
        object performative;
        try
        {
            performative = Encoder.ReadDescribed(buffer, Encoder.ReadFormatCode(buffer));
        }
        catch (Exception refused) when (refused is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            // A performative that does not decode ends the connection, which is right.
            return;
        }

        if (performative is Transfer { More: false } && buffer.Length > 0)
        {
            Messages.Read(Message.Decode(buffer));
        }
    }
}
