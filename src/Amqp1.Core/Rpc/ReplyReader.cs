using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Bus.Replies;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>Reads the replies to calls.</summary>
internal static class ReplyReader
{
    /// <summary>
    /// Returns a reply with its response, which continues to use the bytes of the body. Throws the exception of a failed method.
    /// </summary>
    /// <exception cref="MessagingException">The reply cannot be read.</exception>
    public static Reply Read(RpcClientSettings settings, string method, in ReplyBody body)
    {
        Reply reply;
        try
        {
            reply = body.Read();
        }
        catch (WireFormatException malformed)
        {
            throw new MessagingException($"The reply to {method} cannot be read: {malformed.Message}", malformed);
        }

        return reply.Failure is { } failure
            ? throw settings.RemoteExceptions.Create(ErrorText.Received(failure), settings.Json)
            : reply;
    }

    /// <summary>Returns the result of a method.</summary>
    /// <exception cref="MessagingException">The result is not of the type.</exception>
    /// <exception cref="NotSupportedException">The options have no metadata for the type.</exception>
    public static TResult? ReadResult<TResult>(JsonSerializerOptions options, string method, ReadOnlyMemory<byte> response)
    {
        var json = (JsonTypeInfo<TResult>)options.GetTypeInfo(typeof(TResult));
        try
        {
            return JsonSerializer.Deserialize(response.Span, json);
        }
        catch (Exception unreadable) when (unreadable is JsonException || (unreadable is NotSupportedException && json.PolymorphismOptions is not null))
        {
            var reader = new Utf8JsonReader(response.Span, JsonSlice.ReaderOptions);
            var reason = JsonElement.TryParseValue(ref reader, out var value) ? JsonMismatch.Describe(value.Value, json, unreadable) : unreadable.Message;
            throw new MessagingException($"The result of {method} cannot be read as {typeof(TResult).Name}: {reason}.", unreadable);
        }
    }
}
