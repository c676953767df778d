using System.Globalization;

namespace Amqp1.Wire;

/// <summary>The message-id of one attempt of a call: 32 hexadecimal digits, as oslo's are. The digits are only made on the wire.</summary>
/// <param name="Slot">The half by which a call is found. It counts up.</param>
/// <param name="Secret">
/// The random half. It makes ids differ from those of other processes, and nobody who knows some of them can guess another one and answer
/// in the place of a server.
/// </param>
internal readonly record struct CallId(ulong Slot, ulong Secret)
{
    public const int Length = 32;
    private const int HalfLength = 16;

    /// <summary>Makes the id of a slot with a secret of its own.</summary>
    public static CallId Create(ulong slot) => new(slot, RandomBits.Next());

    /// <summary>Reads the id that a reply answers to; null when it is not in the form of such an id.</summary>
    public static CallId? Parse(object? correlationId) =>
        correlationId is string { Length: Length } id
        && TryParse(id.AsSpan(0, HalfLength), out var secret)
        && TryParse(id.AsSpan(HalfLength), out var slot)
            ? new CallId(slot, secret)
            : null;

    public void Write(Span<byte> utf8)
    {
        Secret.TryFormat(utf8, out _, "x16", CultureInfo.InvariantCulture);
        Slot.TryFormat(utf8[HalfLength..], out _, "x16", CultureInfo.InvariantCulture);
    }

    private static bool TryParse(ReadOnlySpan<char> digits, out ulong half) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out half);
}
