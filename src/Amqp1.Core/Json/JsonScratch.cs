using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amqp1.Json;

/// <summary>
/// A JSON writer and its buffer, kept per thread, so that writing a message allocates only the array of the finished text. Text that
/// becomes part of other text stays in its scratch until the other text has been written.
/// </summary>
internal sealed class JsonScratch
{
    [ThreadStatic]
    private static JsonScratch? _cached;

    private readonly PooledBufferWriter _buffer = new();
    private JsonScratch? _nextCached;

    private JsonScratch() => Writer = new Utf8JsonWriter(_buffer, WriterOptions);

    /// <summary>
    /// The settings of the writer. Non-ASCII text is written as UTF-8 instead of escapes, which halves its size and is valid for every
    /// JSON reader.
    /// </summary>
    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLimits.MaxDepth,
        SkipValidation = true,
    };

    public Utf8JsonWriter Writer { get; }

    /// <summary>The text written so far; valid until the scratch is returned.</summary>
    public ReadOnlyMemory<byte> Written
    {
        get
        {
            Writer.Flush();
            return _buffer.Written;
        }
    }

    /// <summary>Rents a scratch of this thread; nested use gets another one.</summary>
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

    /// <summary>Returns the text written so far in a rented array, and the scratch to the thread.</summary>
    public JsonText Finish()
    {
        Writer.Flush();
        var text = _buffer.Take();
        Cache();
        return text;
    }

    /// <summary>Returns the scratch to the thread; the written text is discarded.</summary>
    public void Return()
    {
        _buffer.Clear();
        Cache();
    }

    private void Cache()
    {
        Writer.Reset();
        _nextCached = _cached;
        _cached = this;
    }
}
