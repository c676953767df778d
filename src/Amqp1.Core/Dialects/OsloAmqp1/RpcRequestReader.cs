using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Reads an RPC request from the JSON of a message body (docs/spec/messages.md#json, docs/spec/messages.md#envelope).</summary>
internal static class RpcRequestReader
{
    /// <summary>Reads a request. Throws <see cref="WireFormatException"/> when the body is not a request.</summary>
    public static RpcRequest Read(ReadOnlyMemory<byte> body) => Read(body, out _);

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})" />
    /// <param name="body">The body.</param>
    /// <param name="acceptedParts">How the caller takes a list in several messages; null if it does not.</param>
    public static RpcRequest Read(ReadOnlyMemory<byte> body, out PartAcceptance? acceptedParts)
    {
        var (request, accepts) = LenientJson.Read(body, ReadStrict);
        acceptedParts = accepts;
        return request;
    }

    /// <summary>Reads a request of any form.</summary>
    internal static RpcRequest ReadAny(ReadOnlyMemory<byte> body) => ReadAnyForm(body).Request;

    private static (RpcRequest Request, PartAcceptance? AcceptedParts) ReadStrict(ReadOnlyMemory<byte> body) =>
        UsualRequest.Read(body) is { } usual ? (usual, null) : ReadAnyForm(body);

    private static (RpcRequest Request, PartAcceptance? AcceptedParts) ReadAnyForm(ReadOnlyMemory<byte> body)
    {
        var (outer, fields) = BodyReader.Read(body);
        var request = Envelope.Open(outer);
        string? method = null;
        string? ns = null;
        string? version = RpcRequest.DefaultVersion;
        var arguments = RpcRequest.EmptyObject;
        var reader = new Utf8JsonReader(request.Span, JsonSlice.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("method"u8))
            {
                reader.Read();
                method = JsonSlice.Text(ref reader, "method");
            }
            else if (reader.ValueTextEquals("args"u8))
            {
                reader.Read();
                arguments = reader.TokenType switch
                {
                    JsonTokenType.StartObject => JsonSlice.Value(request, ref reader),
                    JsonTokenType.Null => arguments,
                    _ => throw WireFormatException.WrongType("\"args\" is not an object."),
                };
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                reader.Read();
                ns = JsonSlice.Text(ref reader, "namespace");
            }
            else if (reader.ValueTextEquals("version"u8))
            {
                reader.Read();
                version = JsonSlice.Text(ref reader, "version");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return method is null
            ? throw WireFormatException.WrongType("The request names no method.")
            : (new RpcRequest(method, arguments, fields.Context, ns, version, fields.CallMonitorTimeout).Accepting(fields.AcceptedStore), fields.AcceptedParts);
    }
}
