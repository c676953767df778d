using Amqp;
using Amqp.Types;

namespace Amqp1.Transport;

/// <summary>
/// Inspects incoming dispositions before AMQPNetLite does. AMQPNetLite treats every state as the end of a delivery and settles the delivery
/// at once, and it closes the connection if it cannot decode a state.
/// </summary>
/// <remarks>
/// Only a terminal outcome (accepted, rejected, released, modified) or settlement ends a delivery (AMQP 1.0, 2.6.12 and 3.4). A disposition
/// without either, such as the state received that a router passes on, is hidden. An outcome that cannot be decoded is reduced to its
/// descriptor, and a settlement with another state to a settlement without a state.
/// </remarks>
internal static class IncomingDispositions
{
    private const int RoleField = 0;
    private const int SettledField = 3;
    private const int StateField = 4;
    private const byte EmptyList = 0x45;

    /// <summary>Inspects a disposition. Returns the number of bytes of its body to keep, or 0 to hide the disposition.</summary>
    /// <param name="body">The body of the frame, which is changed in place.</param>
    /// <param name="disposition">The performative that was read from the body.</param>
    public static int Inspect(Span<byte> body, in Performative disposition)
    {
        var settled = disposition.IsTrue(SettledField);
        if (!disposition.IsSet(StateField))
        {
            return settled ? body.Length : 0;
        }

        var state = disposition.Field(StateField);
        var isOfReceiver = disposition.IsTrue(RoleField);
        var outcome = isOfReceiver ? OutcomeOf(state) : 0;
        if (outcome == 0)
        {
            return settled ? RemoveState(body, disposition) : 0;
        }

        if (IsEmpty(state) || Decodes(state))
        {
            return body.Length;
        }

        // Without its fields, "modified" would state that the message was not processed, which is not known.
        return outcome == Descriptors.Modified ? RemoveState(body, disposition) : EmptyState(body, disposition, (byte)outcome);
    }

    private static ulong OutcomeOf(ReadOnlySpan<byte> state)
    {
        var position = 1;
        if (state[0] != 0 || !EncodedValues.TrySkip(state, ref position))
        {
            return 0;
        }

        return Descriptors.CodeOf(state[1..position]) is >= Descriptors.Accepted and <= Descriptors.Modified and var outcome ? outcome : 0;
    }

    private static bool IsEmpty(ReadOnlySpan<byte> state) => state is [0, 0x53, _, EmptyList] or [0, 0x53, _, 0xc0, 1, 0];

    private static bool Decodes(ReadOnlySpan<byte> state)
    {
        var position = 0;
        if (!EncodedValues.TryWalk(state, ref position))
        {
            return false;
        }

        try
        {
            var buffer = new ByteBuffer(state.ToArray(), 0, state.Length, state.Length);
            return Encoder.ReadDescribed(buffer, Encoder.ReadFormatCode(buffer)) is Amqp.Framing.Outcome;
        }
#pragma warning disable CA1031 // The decoder would throw the same exception on the pump and end the connection.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static int RemoveState(Span<byte> body, in Performative disposition)
    {
        var end = disposition.StartOf(StateField);
        disposition.WriteListHeader(body, end, StateField);
        return end;
    }

    private static int EmptyState(Span<byte> body, in Performative disposition, byte outcome)
    {
        var start = disposition.StartOf(StateField);
        ReadOnlySpan<byte> empty = [0, 0x53, outcome, EmptyList];
        empty.CopyTo(body[start..]);
        var end = start + empty.Length;
        disposition.WriteListHeader(body, end, StateField + 1);
        return end;
    }
}
