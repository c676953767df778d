using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amqp1.Wire;

/// <summary>
/// A JSON writer and its buffer, kept per thread, so that writing a message costs one allocation: the finished text.
/// </summary>
internal sealed class JsonScratch
{
    /// <summary>A buffer that one huge message has grown is dropped instead of kept for the life of the thread.</summary>
    private const int KeptCapacity = 256 * 1024;

    [ThreadStatic]
    private static JsonScratch? _cached;

    private readonly ArrayBufferWriter<byte> _buffer = new(2048);

    private JsonScratch() => Writer = new Utf8JsonWriter(_buffer, WriterOptions);

    /// <summary>Non-ASCII text goes out as UTF-8, not as escapes: half the size, and every JSON reader takes it.</summary>
    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonLimits.MaxDepth,
        SkipValidation = true,
    };

    public Utf8JsonWriter Writer { get; }

    /// <summary>Takes this thread's scratch; a nested use gets a fresh one.</summary>
    public static JsonScratch Rent()
    {
        var scratch = _cached ?? new JsonScratch();
        _cached = null;
        return scratch;
    }

    /// <summary>The text written so far, in an array of its own; the scratch goes back to the thread.</summary>
    public byte[] Finish()
    {
        Writer.Flush();
        var text = _buffer.WrittenSpan.ToArray();
        Return();
        return text;
    }

    /// <summary>Gives the scratch back without using what was written.</summary>
    public void Return()
    {
        if (_buffer.Capacity > KeptCapacity)
        {
            return;
        }

        _buffer.ResetWrittenCount();
        Writer.Reset();
        _cached = this;
    }
}
