using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Amqp1;

/// <summary>
/// The request context that travels with every message as a JSON object: who asks, on whose behalf, under which request id.
/// </summary>
/// <remarks>Immutable and thread-safe. It is kept as UTF-8 JSON and parsed only when somebody looks inside.</remarks>
public sealed class MessagingContext
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private StrongBox<JsonElement>? _parsed;

    private MessagingContext(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The context without any entry.</summary>
    public static MessagingContext Empty { get; } = new("{}"u8.ToArray());

    /// <summary>The context as UTF-8 JSON text.</summary>
    public ReadOnlyMemory<byte> Utf8Json => _utf8;

    /// <summary>The context as a JSON element. Throws <see cref="JsonException"/> when a peer sent something that is not JSON.</summary>
    public JsonElement Json => (_parsed ??= new(Parse(_utf8))).Value;

    /// <summary>The entry of that name as text, or null if it is missing or not a string. Throws as <see cref="Json"/>.</summary>
    public string? this[string name] =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Makes a context of a JSON object. Throws <see cref="ArgumentException"/> for any other JSON value.</summary>
    public static MessagingContext FromJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("A context is a JSON object.", nameof(json));
        }

        return new MessagingContext(JsonSerializer.SerializeToUtf8Bytes(json, Amqp1.Wire.WireJsonContext.Default.JsonElement));
    }

    /// <summary>Makes a context of text entries; a null text becomes JSON's <c>null</c>. Names must differ, which is not checked.</summary>
    public static MessagingContext FromEntries(IEnumerable<KeyValuePair<string, string?>> entries)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in entries)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return new MessagingContext(buffer.WrittenMemory);
    }

    /// <inheritdoc />
    public override string ToString() => System.Text.Encoding.UTF8.GetString(_utf8.Span);

    internal static MessagingContext FromUtf8(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.SequenceEqual("{}"u8) ? Empty : new MessagingContext(utf8);

    private static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, Amqp1.Wire.JsonSlice.DocumentOptions);
        return document.RootElement.Clone();
    }
}
