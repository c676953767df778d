using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Writes the JSON text of a body to a span, or counts its bytes first. Inside the envelope, the text is escaped while it is written, so
/// that no buffer is needed for it (docs/spec/rabbit-messages.md#envelope).
/// </summary>
internal ref struct BodyWriter
{
    private const int IdLength = 32;

    private readonly Span<byte> _target;
    private readonly bool _counts;
    private bool _isNested;

    private BodyWriter(Span<byte> target, bool counts)
    {
        _target = target;
        _counts = counts;
    }

    /// <summary>The number of bytes written or counted so far.</summary>
    public int Length { get; private set; }

    public static BodyWriter Counter() => new(default, counts: true);

    public static BodyWriter Writer(Span<byte> target) => new(target, counts: false);

    public void BeginEnvelope()
    {
        Unescaped("{\"oslo.version\":\"2.0\",\"oslo.message\":\""u8);
        _isNested = true;
    }

    public void EndEnvelope()
    {
        _isNested = false;
        Unescaped("\"}"u8);
    }

    /// <summary>Writes JSON text.</summary>
    public void Json(scoped ReadOnlySpan<byte> json)
    {
        if (!_isNested)
        {
            Unescaped(json);
        }
        else
        {
            Length += _counts ? JsonEscape.LengthOf(json) : JsonEscape.Write(json, _target[Length..]);
        }
    }

    /// <summary>Writes a JSON string, or null.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Unescaped("null"u8);
            return;
        }

        Quote();
        if (text.AsSpan().ContainsAnyExcept(PlainCharacters.Values))
        {
            Json(Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)));
        }
        else
        {
            if (!_counts)
            {
                Encoding.ASCII.GetBytes(text, _target[Length..]);
            }

            Length += text.Length;
        }

        Quote();
    }

    /// <summary>Writes the ID of a call as a JSON string of 32 hexadecimal digits.</summary>
    public void Id(CallId id)
    {
        Quote();
        if (!_counts)
        {
            id.Write(_target[Length..]);
        }

        Length += IdLength;
        Quote();
    }

    /// <summary>Writes the ID of a message as a JSON string of 32 hexadecimal digits.</summary>
    public void Id(Guid id)
    {
        Quote();
        if (!_counts)
        {
            Utf8Formatter.TryFormat(id, _target[Length..], out _, 'N');
        }

        Length += IdLength;
        Quote();
    }

    /// <summary>Writes a time span as a number of seconds, or null. Whole seconds are an integer.</summary>
    public void Seconds(TimeSpan? time)
    {
        if (time is not { } given)
        {
            Unescaped("null"u8);
            return;
        }

        Span<byte> number = stackalloc byte[32];
        Utf8.TryWrite(number, CultureInfo.InvariantCulture, $"{given.TotalSeconds}", out var length);
        Unescaped(number[..length]);
    }

    private void Quote() => Unescaped(_isNested ? "\\\""u8 : "\""u8);

    private void Unescaped(scoped ReadOnlySpan<byte> text)
    {
        if (!_counts)
        {
            text.CopyTo(_target[Length..]);
        }

        Length += text.Length;
    }
}
