namespace Amqp1.Embedded.Frames;

/// <summary>Looks into the header of a message (AMQP 1.0 part 3, section 3.2.1) for its time-to-live.</summary>
internal static class MessageHeader
{
    private const ulong Header = 0x70;

    /// <summary>
    /// header.ttl in milliseconds; 0 when there is none or the header does not decode, which is not the router's business.
    /// <paramref name="offset"/> is where its encoding begins.
    /// </summary>
    public static uint ReadTimeToLive(ReadOnlySpan<byte> message, out int offset)
    {
        offset = 0;
        if (message.Length < 4 || message[0] != 0 || message[1] != 0x53 || message[2] != Header)
        {
            return 0;
        }

        try
        {
            FieldReader.ReadDescribedList(message, out var fields, out _);
            fields.Skip();
            fields.Skip();
            var field = fields;
            if (fields.UInt() is not { } milliseconds || !message.Overlaps(field.Raw(), out offset))
            {
                return 0;
            }

            return milliseconds;
        }
        catch (PeerFaultException)
        {
            return 0;
        }
    }
}
