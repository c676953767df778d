using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>Reads the items in a message of a stream, or in the list of a server that does not send streams.</summary>
internal static class StreamItems
{
    /// <summary>Adds the items of a response to a list.</summary>
    /// <exception cref="MessagingException">The response is not a list, or an item is not of the type.</exception>
    /// <exception cref="NotSupportedException">The options have no metadata for the type.</exception>
    public static void Read<TItem>(JsonSerializerOptions options, string method, ReadOnlySpan<byte> response, List<TItem> items)
    {
        var json = (JsonTypeInfo<TItem>)options.GetTypeInfo(typeof(TItem));
        var reader = new Utf8JsonReader(response, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new MessagingException($"The result of {method} cannot be read as a stream: it is not a list.");
        }

        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                items.Add(JsonSerializer.Deserialize(ref reader, json)!);
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException || (unreadable is NotSupportedException && json.PolymorphismOptions is not null))
        {
            throw new MessagingException($"An item of {method} cannot be read as {typeof(TItem).Name}: {unreadable.Message}", unreadable);
        }
    }
}
