using System.Globalization;

namespace Amqp1.Dialects;

/// <summary>
/// The message-id of one attempt of a call: 32 hexadecimal digits, like the IDs of oslo.messaging. The digits are generated only on the
/// wire.
/// </summary>
/// <param name="Slot">The half by which a call is found. It counts up.</param>
/// <param name="Secret">
/// The random half. It makes IDs differ from those of other processes. It also prevents a party that knows some IDs from guessing another
/// one and answering in place of a server.
/// </param>
internal readonly record struct CallId(ulong Slot, ulong Secret)
{
    public const int Length = 32;
    private const int HalfLength = 16;

    /// <summary>
    /// Whether a caller of this driver has created the ID. Its slots have less than 64 bits. Those of the IDs of oslo.messaging, which are
    /// random UUIDs (RFC 9562, section 5.4), have 64 bits.
    /// </summary>
    public bool IsOfThisDriver => Slot >> 63 == 0;

    /// <summary>Creates an ID that is not in any table.</summary>
    public static CallId Create() => Create(RandomBits.Next() >> 1);

    /// <summary>Creates the ID of a slot with a new secret.</summary>
    public static CallId Create(ulong slot) => new(slot, RandomBits.Next());

    /// <summary>Parses the ID to which a reply answers; null when it is not in the form of such an ID.</summary>
    public static CallId? Parse(object? correlationId) =>
        correlationId is string { Length: Length } id
        && TryParse(id.AsSpan(0, HalfLength), out var secret)
        && TryParse(id.AsSpan(HalfLength), out var slot)
            ? new CallId(slot, secret)
            : null;

    /// <summary>Parses an ID in UTF-8 like <see cref="Parse(object?)"/>.</summary>
    public static CallId? Parse(ReadOnlySpan<byte> utf8) =>
        utf8.Length == Length
        && TryParse(utf8[..HalfLength], out var secret)
        && TryParse(utf8[HalfLength..], out var slot)
            ? new CallId(slot, secret)
            : null;

    /// <summary>Returns the digits.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Secret:x16}{Slot:x16}");

    /// <summary>Writes the digits in UTF-8.</summary>
    public void Write(Span<byte> utf8)
    {
        Secret.TryFormat(utf8, out _, "x16", CultureInfo.InvariantCulture);
        Slot.TryFormat(utf8[HalfLength..], out _, "x16", CultureInfo.InvariantCulture);
    }

    private static bool TryParse(ReadOnlySpan<byte> digits, out ulong half) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out half);

    private static bool TryParse(ReadOnlySpan<char> digits, out ulong half) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out half);
}
