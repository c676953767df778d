using System.Buffers;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Finds the ID of the call at the end of a reply in its envelope, without reading the reply. Python and Amqp1Hosting write this end, so
/// that the cost on the pump does not depend on the size of the result (docs/spec/rabbit-messages.md#matching).
/// </summary>
/// <remarks>
/// The end is recognized only in exactly this form: the last fields of an object that is closed by the last brace inside the envelope. In
/// valid JSON, these are fields of the reply itself and not of its result, because a value inside the result would be followed by further
/// braces, and the quotes in a text inside the reply would have more escapes. A reply that is not valid JSON fails when it is read.
/// </remarks>
internal ref struct ReplyTail
{
    private const int LongestTail = 512;

    private static readonly SearchValues<byte> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"u8);

    private ReadOnlySpan<byte> _rest;

    private ReplyTail(ReadOnlySpan<byte> rest) => _rest = rest;

    /// <summary>Returns the ID of the call that the last reply to the call names; false if the reply does not end in the known form.</summary>
    public static bool TryFind(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> call)
    {
        call = default;
        if (!body.StartsWith("{\"oslo."u8))
        {
            return false;
        }

        var end = body[^Math.Min(body.Length, LongestTail)..];
        var at = end.LastIndexOf(",\\\"ending\\\":"u8);
        var blank = end.LastIndexOf(", \\\"ending\\\": "u8);
        return new ReplyTail(end[Math.Max(0, Math.Max(at, blank))..]).TryRead(out call);
    }

    private bool TryRead(out ReadOnlySpan<byte> call) =>
        TryName(",\\\"ending\\\":"u8, ", \\\"ending\\\": "u8, out call)
        && TryTake("true"u8)
        && TryName(",\\\"_msg_id\\\":"u8, ", \\\"_msg_id\\\": "u8, out _)
        && TryId(out call)
        && TryName(",\\\"_unique_id\\\":"u8, ", \\\"_unique_id\\\": "u8, out _)
        && TryId(out _)
        && TryTake("}\""u8)
        && (_rest.SequenceEqual("}"u8) || _rest.SequenceEqual(", \"oslo.version\": \"2.0\"}"u8));

    private bool TryName(ReadOnlySpan<byte> compact, ReadOnlySpan<byte> spaced, out ReadOnlySpan<byte> none)
    {
        none = default;
        return TryTake(compact) || TryTake(spaced);
    }

    private bool TryId(out ReadOnlySpan<byte> id)
    {
        id = default;
        if (!TryTake("\\\""u8) || _rest.IndexOfAnyExcept(IdCharacters) is not (var length and > 0))
        {
            return false;
        }

        id = _rest[..length];
        _rest = _rest[length..];
        return TryTake("\\\""u8);
    }

    private bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!_rest.StartsWith(text))
        {
            return false;
        }

        _rest = _rest[text.Length..];
        return true;
    }
}
