using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// Reads a request without an envelope, the form in which all peers send requests, in one pass. The general reader passes three times over
/// the text, which costs more than everything else if the arguments are large.
/// </summary>
internal static class UsualRequest
{
    /// <summary>
    /// Returns the request; null if the body has another form, or is not a request. The general reader then determines what it is.
    /// </summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static RpcRequest? Read(ReadOnlyMemory<byte> body)
    {
        Parts? request = null;
        var fields = new OuterFields();
        var reader = new Utf8JsonReader(body.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("request"u8))
            {
                if (request is not null || (request = ReadParts(body, ref reader)) is null)
                {
                    return null;
                }
            }
            else
            {
                fields.Read(body, ref reader);
            }
        }

        // The text must not continue after the object.
        while (reader.Read())
        {
        }

        // Streams are rare and long, so that the passes of the general reader do not count.
        return request is { Method: { } method } parts && fields.AcceptedParts is null
            ? new RpcRequest(method, parts.Arguments, fields.Context, parts.Namespace, parts.Version, fields.CallMonitorTimeout).Accepting(fields.AcceptedStore)
            : null;
    }

    /// <summary>Reads the value of the property at the reader's position; null if it has another form.</summary>
    private static Parts? ReadParts(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader)
    {
        var parts = new Parts(null, RpcRequest.EmptyObject, null, RpcRequest.DefaultVersion);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("args"u8))
            {
                reader.Read();
                if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
                {
                    return null;
                }

                parts = reader.TokenType == JsonTokenType.StartObject ? parts with { Arguments = JsonSlice.Value(body, ref reader) } : parts;
                continue;
            }

            var isMethod = reader.ValueTextEquals("method"u8);
            var isNamespace = reader.ValueTextEquals("namespace"u8);
            var isVersion = reader.ValueTextEquals("version"u8);
            if (reader.ValueTextEquals("oslo.version"u8) || reader.ValueTextEquals("oslo.message"u8))
            {
                return null;
            }

            reader.Read();
            if (!isMethod && !isNamespace && !isVersion)
            {
                reader.Skip();
            }
            else if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            {
                return null;
            }
            else
            {
                var text = reader.GetString();
                parts = isMethod ? parts with { Method = text } : isNamespace ? parts with { Namespace = text } : parts with { Version = text };
            }
        }

        return parts;
    }

    private readonly record struct Parts(string? Method, ReadOnlyMemory<byte> Arguments, string? Namespace, string? Version);
}
