using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>Reads the part of a message that the anonymous relay needs.</summary>
internal static class MessageProperties
{
    private const ulong LastBeforeProperties = 0x72;

    /// <summary>Returns properties.to in UTF-8; <paramref name="present"/> is false if the message has none.</summary>
    public static ReadOnlySpan<byte> ReadTo(ReadOnlySpan<byte> message, out bool present)
    {
        while (message.Length > 3 && message[0] == 0 && message[1] == FormatCode.SmallULong)
        {
            if (message[2] == PerformativeCode.Properties)
            {
                FieldReader.ReadDescribedList(message, out var fields, out _);
                fields.Skip();
                fields.Skip();
                return fields.Utf8(out present);
            }

            if (message[2] > LastBeforeProperties)
            {
                break;
            }

            message = message[FieldReader.LengthOf(message)..];
        }

        present = false;
        return default;
    }
}
