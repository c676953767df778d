using System.Globalization;
using System.Text.Unicode;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// Writes the body of an RPC request as JSON (docs/spec/messages.md#samples, docs/spec/messages.md#json). RPC requests never have an
/// envelope (docs/spec/messages.md#envelope).
/// </summary>
internal static class RequestText
{
    public static int LengthOf(RequestContent request)
    {
        var pieces = JsonPieces.Counter();
        Write(request, ref pieces);
        return pieces.Length;
    }

    /// <summary>Writes the request to a span of the length that <see cref="LengthOf"/> returned.</summary>
    public static void Write(RequestContent request, Span<byte> target)
    {
        var pieces = JsonPieces.Writer(target);
        Write(request, ref pieces);
    }

    private static void Write(RequestContent request, scoped ref JsonPieces pieces)
    {
        pieces.Raw("{\"request\":{\"method\":"u8);
        pieces.Text(request.Method);
        pieces.Raw(",\"args\":"u8);
        pieces.Raw(request.Arguments.Span);
        if (request.Namespace is { } ns)
        {
            pieces.Raw(",\"namespace\":"u8);
            pieces.Text(ns);
        }

        if (request.Version is { } version)
        {
            pieces.Raw(",\"version\":"u8);
            pieces.Text(version);
        }

        pieces.Raw("},\"context\":"u8);
        pieces.Raw(request.Context.Span);
        if (request.CallMonitorTimeout is { } interval)
        {
            Span<byte> seconds = stackalloc byte[32];
            Utf8.TryWrite(seconds, CultureInfo.InvariantCulture, $"{interval.TotalSeconds}", out var length);
            pieces.Raw(",\"call_monitor_timeout\":"u8);
            pieces.Raw(seconds[..length]);
        }

        if (request.AcceptedParts is { } parts)
        {
            Span<byte> value = stackalloc byte[PartAcceptance.MaxLength];
            pieces.Raw(",\"accepts_parts\":"u8);
            pieces.Raw(value[..parts.Write(value)]);
        }

        if (request.AcceptedStore is { } store)
        {
            pieces.Raw(",\"accepts_claims\":"u8);
            pieces.Text(store);
        }

        pieces.Raw("}"u8);
    }
}
