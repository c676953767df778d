using System.Buffers.Binary;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Transport;

namespace Amqp1.Fuzz.Targets;

/// <summary>
/// The target for the frames that a peer may send to a client. Frame after frame is inspected, and a frame that passes is decoded as
/// AMQPNetLite does on its pump. Every message that passes must be decodable, and the memory of unfinished messages must stay within its
/// bounds.
/// </summary>
internal static class ClientFrames
{
    private const int Capacity = 4096;

    public static void Run(byte[] input)
    {
        var frames = new IncomingFrames(new OutgoingTransfers(), Capacity);
        var rest = input.AsMemory();
        while (rest.Length >= 8 && FrameInspection.Size(rest.Span) is >= 8 and var size && size <= rest.Length)
        {
            var frame = rest[..size];
            rest = rest[size..];
            ReadOnlyMemory<byte> seen;
            try
            {
                seen = frames.Inspect(frame);
            }
            catch (InvalidDataException)
            {
                return;
            }

            var transfers = frames.Transfers;
            if (transfers.Held is < 0 or > Capacity)
            {
                throw new FuzzFindingException("The books are wrong.");
            }

            DecodeAll(seen);
            if (transfers.TakeContent() is { } content)
            {
                Messages.Read(content.Message);
            }
        }
    }

    /// <summary>Decodes a frame, and the settlement that follows an aborted message.</summary>
    private static void DecodeAll(ReadOnlyMemory<byte> seen)
    {
        for (var number = 0; !seen.IsEmpty; number++)
        {
            if (number == 2 || seen.Length < 8 || BinaryPrimitives.ReadInt32BigEndian(seen.Span) is not (>= 8 and var size) || size > seen.Length)
            {
                throw new FuzzFindingException("What the library is to read is not whole frames.");
            }

            Decode(seen[..size].ToArray());
            seen = seen[size..];
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
            // A performative that cannot be decoded ends the connection, which is correct.
            return;
        }

        if (performative is Transfer { More: false } && buffer.Length > 0)
        {
            Messages.Read(Message.Decode(buffer));
        }
    }
}
