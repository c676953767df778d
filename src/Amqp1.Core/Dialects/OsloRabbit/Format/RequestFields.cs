using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Collects the fields of a request, except for its context (docs/spec/rabbit-messages.md#requests).</summary>
internal ref struct RequestFields
{
    private ReadOnlyMemory<byte> _arguments = RpcRequest.EmptyObject;
    private string? _method;
    private string? _namespace;
    private string? _version = RpcRequest.DefaultVersion;
    private string? _call;
    private string? _replyQueue;
    private string? _uniqueId;
    private double? _callMonitorTimeout;
    private string? _acceptedStore;
    private PartAcceptance? _acceptedParts;
    private WireFormatException? _fault;

    public RequestFields()
    {
    }

    /// <summary>
    /// Reads a field to its end, if the reader is at the name of one. Returns false if it is at another name, without reading its value.
    /// </summary>
    public bool TryRead(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("method"u8))
        {
            _method = Required(ref reader, "method");
        }
        else if (reader.ValueTextEquals("args"u8))
        {
            reader.Read();
            ReadArguments(json, ref reader);
        }
        else if (reader.ValueTextEquals("_msg_id"u8))
        {
            _call = Optional(ref reader);
        }
        else if (reader.ValueTextEquals("_reply_q"u8))
        {
            _replyQueue = Optional(ref reader);
        }
        else if (reader.ValueTextEquals("_timeout"u8))
        {
            reader.Read();
            _callMonitorTimeout = reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : null;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("_unique_id"u8))
        {
            _uniqueId = Optional(ref reader);
        }
        else if (reader.ValueTextEquals("version"u8))
        {
            _version = Required(ref reader, "version");
        }
        else if (reader.ValueTextEquals("namespace"u8))
        {
            _namespace = Required(ref reader, "namespace");
        }
        else if (reader.ValueTextEquals(PartAcceptance.Name))
        {
            _acceptedParts = PartAcceptance.Read(ref reader);
        }
        else if (reader.ValueTextEquals("accepts_claims"u8))
        {
            _acceptedStore = JsonSlice.OptionalText(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Returns the request from the fields that were read.</summary>
    /// <param name="context">The request context, a JSON object.</param>
    public readonly IncomingRequest Finish(ReadOnlyMemory<byte> context)
    {
        // Python sends no reply either if one of the two is missing or empty.
        var reply = _call is { Length: > 0 } && _replyQueue is { Length: > 0 } ? new ReplyRoute(_replyQueue, _call) : null;
        var fault = _fault ?? (_method is null ? WireFormatException.WrongType("The request names no method.") : null);
        var request = fault is null ? new RpcRequest(_method!, _arguments, context, _namespace, _version, _callMonitorTimeout).Accepting(_acceptedStore) : null;
        return new IncomingRequest(request, reply, _uniqueId, fault, AcceptedParts: _acceptedParts);
    }

    private void ReadArguments(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _arguments = JsonSlice.Value(json, ref reader);
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            _fault ??= WireFormatException.WrongType("\"args\" is not an object.");
            reader.Skip();
        }
    }

    /// <summary>Returns the string after a name; null for a JSON null. A value of another type is a fault.</summary>
    private string? Required(ref Utf8JsonReader reader, string name)
    {
        var text = Optional(ref reader, out var isText);
        if (!isText)
        {
            _fault ??= WireFormatException.WrongType($"\"{name}\" is not a string.");
        }

        return text;
    }

    /// <summary>Returns the string after a name; null for a value of another type.</summary>
    private static string? Optional(ref Utf8JsonReader reader) => Optional(ref reader, out _);

    private static string? Optional(ref Utf8JsonReader reader, out bool isText)
    {
        reader.Read();
        isText = reader.TokenType is JsonTokenType.String or JsonTokenType.Null;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return text;
    }
}
