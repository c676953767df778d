using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amqp1.Wire;

/// <summary>
/// A JSON writer and its buffer, kept per thread, so that writing a message costs no more than the array of the finished text. Text that
/// goes into other text stays in its scratch until that is written.
/// </summary>
internal sealed class JsonScratch
{
    /// <summary>A buffer that one huge message has grown is dropped instead of kept for the life of the thread.</summary>
    private const int KeptCapacity = 256 * 1024;

    [ThreadStatic]
    private static JsonScratch? _cached;

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);
    private JsonScratch? _nextCached;

    private JsonScratch() => Writer = new Utf8JsonWriter(_buffer, WriterOptions);

    /// <summary>Non-ASCII text goes out as UTF-8, not as escapes: half the size, and every JSON reader takes it.</summary>
    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLimits.MaxDepth,
        SkipValidation = true,
    };

    public Utf8JsonWriter Writer { get; }

    /// <summary>The text so far; valid until the scratch is given back.</summary>
    public ReadOnlyMemory<byte> Written
    {
        get
        {
            Writer.Flush();
            return _buffer.WrittenMemory;
        }
    }

    /// <summary>Takes a scratch of this thread; a nested use gets another one.</summary>
    public static JsonScratch Rent()
    {
        if (_cached is not { } scratch)
        {
            return new JsonScratch();
        }

        _cached = scratch._nextCached;
        scratch._nextCached = null;
        return scratch;
    }

    /// <summary>The text written so far, in a rented array; the scratch goes back to the thread.</summary>
    public JsonText Finish()
    {
        var text = JsonText.CopyOf(Written.Span);
        Return();
        return text;
    }

    /// <summary>Gives the scratch back; what was written is gone.</summary>
    public void Return()
    {
        if (_buffer.Capacity > KeptCapacity)
        {
            return;
        }

        _buffer.ResetWrittenCount();
        Writer.Reset();
        _nextCached = _cached;
        _cached = this;
    }
}
