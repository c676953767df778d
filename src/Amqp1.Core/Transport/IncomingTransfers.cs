namespace Amqp1.Transport;

/// <summary>
/// Looks at incoming transfers before AMQPNetLite does, which closes the whole connection over one message that it cannot
/// decode. Such a message is made harmless here; its receiver then rejects it, and nobody else notices.
/// </summary>
/// <remarks>Messages that come in several frames are let through unseen: they cannot be judged before they are whole.</remarks>
internal sealed class IncomingTransfers
{
    private const byte SmallUlong = 0x53;
    private const byte Transfer = 0x14;
    private const byte True = 0x41;
    private const byte Boolean = 0x56;
    private const int MoreField = 5;

    // Links whose current delivery has more frames to come, by channel and handle.
    private readonly HashSet<ulong> _partial = [];

    /// <param name="frame">A whole frame, its size field included.</param>
    public void Inspect(Span<byte> frame)
    {
        var position = frame.Length > 8 ? frame[4] * 4 : int.MaxValue;
        if (frame.Length - position < 5L || frame[5] != 0 || frame[position] != 0 || frame[position + 1] != SmallUlong || frame[position + 2] != Transfer)
        {
            return;
        }

        position += 3;
        if (!TryReadFields(frame, ref position, out var handle, out var more))
        {
            return;
        }

        var link = ((ulong)(frame[6] << 8 | frame[7]) << 32) | handle;
        var continues = _partial.Contains(link);
        if (more)
        {
            _partial.Add(link);
        }
        else if (continues)
        {
            _partial.Remove(link);
        }

        var payload = frame[position..];
        if (!more && !continues && !EncodedMessages.IsUsual(payload))
        {
            MistypedTexts.Correct(payload);
            if (!EncodedMessages.CanDecode(payload))
            {
                EncodedMessages.Neutralize(payload);
            }
        }
    }

    private static bool TryReadFields(ReadOnlySpan<byte> frame, ref int position, out uint handle, out bool more)
    {
        handle = 0;
        more = false;
        var list = position;
        var end = position;
        if (!EncodedValues.TrySkip(frame, ref end))
        {
            return false;
        }

        var wide = frame[list] == 0xd0;
        if ((!wide && frame[list] != 0xc0) || end - list < (wide ? 9 : 3))
        {
            return false;
        }

        int count = wide ? frame[list + 8] : frame[list + 2];
        position = list + (wide ? 9 : 3);
        for (var index = 0; index < count && index <= MoreField; index++)
        {
            var start = position;
            if (!EncodedValues.TrySkip(frame, ref position))
            {
                return false;
            }

            if (index == 0)
            {
                handle = ReadUint(frame[start..position]);
            }
            else if (index == MoreField)
            {
                more = frame[start] == True || (frame[start] == Boolean && frame[start + 1] != 0);
            }
        }

        position = end;
        return true;
    }

    private static uint ReadUint(ReadOnlySpan<byte> value)
    {
        uint number = 0;
        foreach (var part in value[1..])
        {
            number = number << 8 | part;
        }

        return number;
    }
}
