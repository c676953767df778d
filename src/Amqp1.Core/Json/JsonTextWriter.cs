using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Amqp1.Transport.Buffers;

namespace Amqp1.Json;

/// <summary>
/// Writes JSON text of a known structure piece by piece to a rented array, in one pass. Text that is nested in a JSON string is escaped
/// while it is written, so that no buffer is needed for it.
/// </summary>
/// <param name="expectedLength">The length that the text will have at least. The array grows if the text becomes longer.</param>
internal ref struct JsonTextWriter(int expectedLength)
{
    private byte[] _buffer = BufferPool.Rent(expectedLength);
    private int _length;
    private bool _isNested;

    /// <summary>Begins a string whose content is JSON text. It must not contain another such string.</summary>
    public void BeginNested()
    {
        Unescaped("\""u8);
        _isNested = true;
    }

    public void EndNested()
    {
        _isNested = false;
        Unescaped("\""u8);
    }

    /// <summary>Writes JSON text.</summary>
    public void Json(scoped ReadOnlySpan<byte> json)
    {
        if (!_isNested)
        {
            Unescaped(json);
            return;
        }

        Reserve(json.Length + JsonEscape.Room);
        while (true)
        {
            _length += JsonEscape.Write(json, _buffer.AsSpan(_length), out var read);
            json = json[read..];
            if (json.IsEmpty)
            {
                return;
            }

            if (JsonEscape.IsPlain(json[0]))
            {
                // The array was too small, because the text has many escapes.
                Reserve(json.Length + JsonEscape.Room + _length);
            }
            else
            {
                json = json[EscapeRun(json)..];
                Reserve(json.Length + JsonEscape.Room);
            }
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
            Reserve(text.Length);
            _length += Encoding.ASCII.GetBytes(text, _buffer.AsSpan(_length));
        }

        Quote();
    }

    /// <summary>Writes a JSON string of the given length. The caller fills the returned span with characters that need no escape.</summary>
    public Span<byte> PlainText(int length)
    {
        Quote();
        Reserve(length);
        var start = _length;
        _length += length;
        Quote();

        // The array may have grown for the quote.
        return _buffer.AsSpan(start, length);
    }

    /// <summary>Returns the text. The writer must not be used after that.</summary>
    public readonly JsonText Finish() => JsonText.OfRented(_buffer, _length);

    private void Quote() => Unescaped(_isNested ? "\\\""u8 : "\""u8);

    private void Unescaped(scoped ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Escapes the characters at the beginning of a text that are not printable ASCII. Returns their length.</summary>
    private int EscapeRun(scoped ReadOnlySpan<byte> json)
    {
        var length = json.IndexOfAnyInRange((byte)0x20, (byte)0x7e) is var end and >= 0 ? end : json.Length;
        var run = json[..length];
        while (true)
        {
            var status = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(run, _buffer.AsSpan(_length), out var read, out var written);
            _length += written;
            run = run[read..];
            if (status != OperationStatus.DestinationTooSmall)
            {
                return length;
            }

            Reserve(_length + run.Length);
        }
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _length < length)
        {
            Grow(length);
        }
    }

    private void Grow(int length)
    {
        var larger = BufferPool.Rent(Math.Max(checked(_length + length), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        BufferPool.Return(_buffer);
        _buffer = larger;
    }
}
