namespace Amqp1.Embedded.Frames;

/// <summary>Looks into a message just as far as the anonymous relay has to.</summary>
internal static class MessageProperties
{
    private const ulong LastBeforeProperties = 0x72;

    /// <summary>properties.to in UTF-8; <paramref name="present"/> is false when the message has none.</summary>
    public static ReadOnlySpan<byte> ReadTo(ReadOnlySpan<byte> message, out bool present)
    {
        while (message.Length > 3 && message[0] == 0 && message[1] == 0x53)
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
