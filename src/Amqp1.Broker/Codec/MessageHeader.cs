using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>Reads the time-to-live from the header of a message (AMQP 1.0 part 3, section 3.2.1).</summary>
internal static class MessageHeader
{
    private const ulong Header = 0x70;

    /// <summary>
    /// Returns header.ttl in milliseconds; 0 if there is none or the header cannot be decoded, which the router does not treat as an error.
    /// <paramref name="offset"/> is the start of its encoding.
    /// </summary>
    public static uint ReadTimeToLive(ReadOnlySpan<byte> message, out int offset)
    {
        offset = 0;
        if (message.Length < 4 || message[0] != 0 || message[1] != FormatCode.SmallULong || message[2] != Header)
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
