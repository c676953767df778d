using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Rpc;

/// <summary>A shared exception type with data beside its text.</summary>
internal sealed class SharedException<TException, TData>(Func<TException, TData> dataOf, Func<RemoteErrorException, TData, TException> create)
    : SharedException(typeof(TException))
    where TException : Exception
    where TData : class
{
    /// <inheritdoc />
    public override ReadOnlyMemory<byte> Write(Exception exception, JsonSerializerOptions json)
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(dataOf((TException)exception), InfoOf(json));
        return written is [(byte)'{', ..]
            ? written
            : throw new NotSupportedException($"The data of {Type} is not written as a JSON object, as {typeof(TData)} would have to be.");
    }

    /// <inheritdoc />
    public override Exception Create(RemoteErrorException error, JsonSerializerOptions json) => create(
        error,
        JsonSerializer.Deserialize(error.Members.Span, InfoOf(json)) ?? throw new JsonException($"The reply has no data for {Type}."));

    private static JsonTypeInfo<TData> InfoOf(JsonSerializerOptions json) => (JsonTypeInfo<TData>)json.GetTypeInfo(typeof(TData));
}
