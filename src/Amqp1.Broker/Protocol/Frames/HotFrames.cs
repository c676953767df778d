using System.Buffers.Binary;
using Amqp1.Broker.Codec;
using Amqp1.Transport;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>Encodes the three frames that every message needs, into a span of the caller, without allocation.</summary>
internal static class HotFrames
{
    /// <summary>The space for the longest header that <see cref="Transfer"/> writes, and for <see cref="Flow"/>.</summary>
    public const int MaxHeader = 80;

    /// <summary>The space for a disposition without its state.</summary>
    public const int DispositionHeader = 40;

    /// <summary>The empty frame, a heartbeat.</summary>
    public static ReadOnlySpan<byte> Empty => [0, 0, 0, 8, 2, 0, 0, 0];

    /// <summary>
    /// Writes a transfer without its payload. The delivery tag is the delivery ID, which is unique in the session and therefore on the
    /// link.
    /// </summary>
    public static int Transfer(
        Span<byte> frame, ushort channel, uint handle, uint deliveryId, uint messageFormat, bool settled, bool more, bool aborted, int payload)
    {
        var position = StartFrame(frame, PerformativeCode.Transfer);
        position = UInt(frame, position, handle);
        position = UInt(frame, position, deliveryId);
        frame[position] = FormatCode.Binary8;
        frame[position + 1] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(frame[(position + 2)..], deliveryId);
        position = UInt(frame, position + 6, messageFormat);
        position = Bool(frame, position, settled);
        position = Bool(frame, position, more);
        byte count = 6;
        if (aborted)
        {
            frame.Slice(position, 3).Fill(FormatCode.Null);
            position = Bool(frame, position + 3, true);
            count = 10;
        }

        EndFrame(frame, position, count, channel, payload);
        return position;
    }

    public static int Disposition(
        Span<byte> frame, ushort channel, bool roleReceiver, uint first, uint last, bool settled, ReadOnlySpan<byte> state)
    {
        // The state comes from the peer and may be long, so the list is a list32.
        frame[8] = 0;
        frame[9] = FormatCode.SmallULong;
        frame[10] = (byte)PerformativeCode.Disposition;
        frame[11] = FormatCode.List32;
        var position = Bool(frame, 20, roleReceiver);
        position = UInt(frame, position, first);
        position = UInt(frame, position, last);
        position = Bool(frame, position, settled);
        if (!state.IsEmpty)
        {
            state.CopyTo(frame[position..]);
            position += state.Length;
        }

        BinaryPrimitives.WriteInt32BigEndian(frame[12..], position - 16);
        BinaryPrimitives.WriteInt32BigEndian(frame[16..], state.IsEmpty ? 4 : 5);
        FrameHeader(frame, position, channel);
        return position;
    }

    /// <summary>Writes a flow of the session, and of a link if <paramref name="link"/> is given.</summary>
    public static int Flow(
        Span<byte> frame, ushort channel, uint nextIncomingId, uint incomingWindow, uint nextOutgoingId, uint outgoingWindow, LinkFlow? link)
    {
        var position = StartFrame(frame, PerformativeCode.Flow);
        position = UInt(frame, position, nextIncomingId);
        position = UInt(frame, position, incomingWindow);
        position = UInt(frame, position, nextOutgoingId);
        position = UInt(frame, position, outgoingWindow);
        byte count = 4;
        if (link is { } flow)
        {
            position = UInt(frame, position, flow.Handle);
            position = UInt(frame, position, flow.DeliveryCount);
            position = UInt(frame, position, flow.Credit);
            count = 7;
            if (flow.Drain)
            {
                frame[position++] = FormatCode.UInt0;
                position = Bool(frame, position, true);
                count = 9;
            }
        }

        EndFrame(frame, position, count, channel, 0);
        return position;
    }

    private static int StartFrame(Span<byte> frame, ulong code)
    {
        frame[8] = 0;
        frame[9] = FormatCode.SmallULong;
        frame[10] = (byte)code;
        frame[11] = FormatCode.List8;
        return 14;
    }

    private static void EndFrame(Span<byte> frame, int position, byte count, ushort channel, int payload)
    {
        frame[12] = (byte)(position - 13);
        frame[13] = count;
        FrameHeader(frame, position + payload, channel);
    }

    private static void FrameHeader(Span<byte> frame, int size, ushort channel)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, size);
        frame[4] = 2;
        frame[5] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(frame[6..], channel);
    }

    private static int UInt(Span<byte> frame, int position, uint value)
    {
        if (value == 0)
        {
            frame[position] = FormatCode.UInt0;
            return position + 1;
        }

        if (value < 256)
        {
            frame[position] = FormatCode.SmallUInt;
            frame[position + 1] = (byte)value;
            return position + 2;
        }

        frame[position] = FormatCode.UInt;
        BinaryPrimitives.WriteUInt32BigEndian(frame[(position + 1)..], value);
        return position + 5;
    }

    private static int Bool(Span<byte> frame, int position, bool value)
    {
        frame[position] = value ? (byte)FormatCode.True : (byte)FormatCode.False;
        return position + 1;
    }
}
