using System.Globalization;

namespace Amqp1.Wire;

/// <summary>The message-id of one attempt of a call: 32 hexadecimal digits, as oslo's are. The digits are only made on the wire.</summary>
/// <param name="Prefix">The half that all ids of a process have in common.</param>
/// <param name="Slot">The half that makes it unique.</param>
internal readonly record struct CallId(string Prefix, ulong Slot)
{
    public const int Length = 32;
    private const int PrefixLength = 16;

    /// <summary>The id that a reply answers to; null when it is none of this process.</summary>
    public static CallId? Parse(object? correlationId, string prefix) =>
        correlationId is string { Length: Length } id
        && id.AsSpan(0, PrefixLength).SequenceEqual(prefix)
        && ulong.TryParse(id.AsSpan(PrefixLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var slot)
            ? new CallId(prefix, slot)
            : null;

    public void Write(Span<byte> utf8)
    {
        System.Text.Encoding.ASCII.GetBytes(Prefix, utf8);
        Slot.TryFormat(utf8[PrefixLength..], out _, "x16", CultureInfo.InvariantCulture);
    }
}
