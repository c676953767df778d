using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Amqp1;

/// <summary>
/// The request context, a JSON object that is sent with every message. It identifies the requester, the party on whose behalf the request
/// is made and the request ID.
/// </summary>
/// <remarks>Immutable and thread-safe. The context is kept as UTF-8 JSON and is parsed when its contents are first read.</remarks>
public sealed class MessagingContext
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private StrongBox<JsonElement>? _parsed;

    private MessagingContext(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>A context without entries.</summary>
    public static MessagingContext Empty { get; } = new("{}"u8.ToArray());

    /// <summary>The context as UTF-8 JSON text.</summary>
    public ReadOnlyMemory<byte> Utf8Json => _utf8;

    /// <summary>The context as a JSON element.</summary>
    /// <exception cref="JsonException">The text that a peer sent is not JSON.</exception>
    public JsonElement Json => (_parsed ??= new(Parse(_utf8))).Value;

    /// <summary>The entry with the given name as text; null when it is missing or is not a string.</summary>
    /// <exception cref="JsonException">The text that a peer sent is not JSON.</exception>
    public string? this[string name] =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Creates a context from a JSON object.</summary>
    /// <exception cref="ArgumentException">The JSON value is not an object.</exception>
    public static MessagingContext FromJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("A context must be a JSON object.", nameof(json));
        }

        return Written(json, static (writer, json) => json.WriteTo(writer));
    }

    /// <summary>
    /// Creates a context from text entries. A null text becomes JSON <c>null</c>. The names must be unique; this is not checked.
    /// </summary>
    public static MessagingContext FromEntries(IEnumerable<KeyValuePair<string, string?>> entries)
    {
        return Written(entries, static (writer, entries) =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in entries)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        });
    }

    /// <inheritdoc />
    public override string ToString() => System.Text.Encoding.UTF8.GetString(_utf8.Span);

    /// <summary>Creates a context from a copy of the text, so that the memory of <paramref name="utf8"/> can be overwritten.</summary>
    internal static MessagingContext FromUtf8(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.SequenceEqual("{}"u8) ? Empty : new MessagingContext(utf8.ToArray());

    private static MessagingContext Written<T>(T content, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = JsonLimits.MaxDepth }))
        {
            write(writer, content);
        }

        return new MessagingContext(buffer.WrittenMemory);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = JsonLimits.MaxDepth });
        return document.RootElement.Clone();
    }
}
