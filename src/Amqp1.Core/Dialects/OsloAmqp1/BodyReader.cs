using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Reads the outermost object that requests and notifications have in common: request, context and call monitoring.</summary>
internal static class BodyReader
{
    public static (ReadOnlyMemory<byte> Request, ReadOnlyMemory<byte> Context, double? CallMonitorTimeout, bool AcceptsParts, string? AcceptedStore) Read(
        ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> request = default;
        var context = RpcRequest.EmptyObject;
        double? callMonitorTimeout = null;
        var acceptsParts = false;
        string? acceptedStore = null;
        var reader = new Utf8JsonReader(body.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw WireFormatException.WrongType("The body is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("request"u8))
            {
                reader.Read();
                request = JsonSlice.Value(body, ref reader);
            }
            else if (reader.ValueTextEquals("context"u8))
            {
                reader.Read();
                context = reader.TokenType == JsonTokenType.StartObject ? JsonSlice.Value(body, ref reader) : context;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("call_monitor_timeout"u8))
            {
                reader.Read();
                // For a value that is not a number, oslo.messaging logs a warning and serves the call without heartbeats.
                callMonitorTimeout = reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("accepts_parts"u8))
            {
                reader.Read();
                acceptsParts = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("accepts_claims"u8))
            {
                acceptedStore = JsonSlice.OptionalText(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // The text must not continue after the object.
        while (reader.Read())
        {
        }

        return request.IsEmpty
            ? throw WireFormatException.WrongType("The body contains no request.")
            : (request, context, callMonitorTimeout, acceptsParts, acceptedStore);
    }
}
