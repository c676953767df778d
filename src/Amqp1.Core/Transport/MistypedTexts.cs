namespace Amqp1.Transport;

/// <summary>
/// Corrects properties that a peer sends as symbol, string or binary where another of these types is required. AMQPNetLite refuses such a
/// message although it is usable: the three types differ only in their constructor (AMQP 1.0, 1.6 and 3.2.4).
/// </summary>
internal static class MistypedTexts
{
    private const byte SmallUlong = 0x53;
    private const byte Properties = 0x73;
    private const byte List8 = 0xc0;
    private const byte List32 = 0xd0;

    private const byte Binary = 0x00;
    private const byte Text = 0x01;
    private const byte Symbol = 0x03;

    /// <summary>Corrects the constructors in place.</summary>
    /// <param name="message">A message whose sections fill it exactly.</param>
    public static void Correct(Span<byte> message)
    {
        var position = 0;
        while (position < message.Length)
        {
            var start = position;
            if (!EncodedValues.TrySkip(message, ref position))
            {
                return;
            }

            var section = message[start..position];
            if (section.Length > 3 && section[0] == 0 && section[1] == SmallUlong && section[2] == Properties)
            {
                CorrectFields(section[3..]);
            }
        }
    }

    private static void CorrectFields(Span<byte> list)
    {
        var wide = list[0] == List32;
        var position = wide ? 9 : 3;
        if ((!wide && list[0] != List8) || list.Length < position)
        {
            return;
        }

        for (var index = 0; position < list.Length; index++)
        {
            var at = position;
            if (!EncodedValues.TrySkip(list, ref position))
            {
                return;
            }

            // The codes 0xa0, 0xa1 and 0xa3 have a short length; 0xb0, 0xb1 and 0xb3 have a long one.
            var (width, kind) = (list[at] & 0xf0, list[at] & 0x0f);
            if (width is 0xa0 or 0xb0 && kind is Binary or Text or Symbol)
            {
                list[at] = (byte)(width | KindOf(index, (byte)kind));
            }
        }
    }

    /// <summary>
    /// Returns the type of a field. The fields are, in this order: message-id, user-id, to, subject, reply-to, correlation-id, content-type,
    /// content-encoding, two times, group-id, a number, reply-to-group-id.
    /// </summary>
    private static byte KindOf(int field, byte kind) => field switch
    {
        1 => Binary,
        2 or 3 or 4 or 10 or 12 => Text,
        6 or 7 => Symbol,
        0 or 5 when kind == Symbol => Text,
        _ => kind,
    };
}
