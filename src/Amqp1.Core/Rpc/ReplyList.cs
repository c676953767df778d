using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Collects the items of a method in a list, for a caller that does not read streams, such as a Python service (docs/spec/streams.md).
/// </summary>
internal static class ReplyList
{
    /// <summary>The maximum size of the list, in bytes. Without a limit, a caller could make a server collect an endless stream.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Returns the list as a JSON array.</summary>
    /// <exception cref="InvalidOperationException">The list is too large.</exception>
    public static async ValueTask<JsonText> CollectAsync<T>(IAsyncEnumerable<T> items, JsonTypeInfo<T> json, CancellationToken cancel)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new Utf8JsonWriter(buffer, JsonScratch.WriterOptions);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartArray();
            await foreach (var item in items.WithCancellation(cancel).ConfigureAwait(false))
            {
                JsonSerializer.Serialize(writer, item, json);
                if (writer.BytesCommitted + writer.BytesPending > MaxBytes)
                {
                    throw new InvalidOperationException($"The caller does not read streams, and the list of all items exceeds {MaxBytes} bytes.");
                }
            }

            writer.WriteEndArray();
        }

        return JsonText.CopyOf(buffer.WrittenSpan);
    }
}
