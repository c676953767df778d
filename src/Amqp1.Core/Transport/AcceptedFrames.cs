using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>Recognizes the disposition frames with which this side accepts and settles received messages.</summary>
internal static class AcceptedFrames
{
    private const int DescriptorPosition = 10;
    private const int ChannelPosition = 6;
    private const int Header = 8;
    private const int RoleField = 0;
    private const int FirstField = 1;
    private const int LastField = 2;
    private const int SettledField = 3;
    private const int StateField = 4;
    private const int BatchableField = 5;
    private const byte True = 0x41;

    /// <summary>Returns false if the frame is anything else, or says more than the range.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out AcceptedRange range)
    {
        range = default;
        if (frame.Length <= DescriptorPosition || frame[DescriptorPosition] != (byte)Descriptors.Disposition || frame[4] != Header / 4 || frame[5] != 0)
        {
            return false;
        }

        var body = frame[Header..];
        if (!Performative.TryRead(body, out var disposition) || disposition.Code != Descriptors.Disposition || disposition.Length != body.Length
            || !IsTrue(body, disposition, RoleField) || !IsId(body, disposition, FirstField) || !IsTrue(body, disposition, SettledField)
            || !disposition.IsSet(StateField) || disposition.IsSet(BatchableField) || !IsAccepted(body[disposition.StartOf(StateField)..]))
        {
            return false;
        }

        if (disposition.IsSet(LastField) && !IsId(body, disposition, LastField))
        {
            return false;
        }

        var first = disposition.Number(FirstField);
        range = new AcceptedRange(
            BinaryPrimitives.ReadUInt16BigEndian(frame[ChannelPosition..]), first, disposition.IsSet(LastField) ? disposition.Number(LastField) : first);
        return true;
    }

    private static bool IsTrue(ReadOnlySpan<byte> body, in Performative disposition, int field) =>
        disposition.IsSet(field) && body[disposition.StartOf(field)] == True;

    /// <summary>Returns whether the field is a uint, in one of its three encodings.</summary>
    private static bool IsId(ReadOnlySpan<byte> body, in Performative disposition, int field) =>
        disposition.IsSet(field) && body[disposition.StartOf(field)] is (0x43 or 0x52 or 0x70);

    private static ReadOnlySpan<byte> AcceptedPrefix => [0, 0x53, (byte)Descriptors.Accepted];

    /// <summary>Returns whether the state is accepted, which is an empty list in one of its encodings, and the last field.</summary>
    private static bool IsAccepted(ReadOnlySpan<byte> state) =>
        state.StartsWith(AcceptedPrefix)
        && (state[AcceptedPrefix.Length..] is [0x45] or [0xc0, 1, 0] or [0xd0, 0, 0, 0, 4, 0, 0, 0, 0]);
}
