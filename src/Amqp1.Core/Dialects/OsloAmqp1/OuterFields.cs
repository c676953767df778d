using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>The fields of a body beside the request.</summary>
internal struct OuterFields
{
    public OuterFields()
    {
    }

    /// <summary>The JSON text of the context; an empty object if the body has none.</summary>
    public ReadOnlyMemory<byte> Context { get; private set; } = RpcRequest.EmptyObject;

    /// <summary>
    /// The interval of call monitoring, in seconds; null for none. For a value that is not a number, oslo.messaging logs a warning and serves
    /// the call without heartbeats.
    /// </summary>
    public double? CallMonitorTimeout { get; private set; }

    /// <summary>How the caller takes a list in several messages; null if it does not.</summary>
    public PartAcceptance? AcceptedParts { get; private set; }

    /// <summary>The ID of the store from which the caller reads a stored result; null for none.</summary>
    public string? AcceptedStore { get; private set; }

    /// <summary>Reads the property at the reader's position. A property with another name is skipped.</summary>
    public void Read(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("context"u8))
        {
            reader.Read();
            Context = reader.TokenType == JsonTokenType.StartObject ? JsonSlice.Value(body, ref reader) : Context;
        }
        else if (reader.ValueTextEquals("call_monitor_timeout"u8))
        {
            reader.Read();
            CallMonitorTimeout = reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : null;
        }
        else if (reader.ValueTextEquals(PartAcceptance.Name))
        {
            AcceptedParts = PartAcceptance.Read(ref reader);
        }
        else if (reader.ValueTextEquals("accepts_claims"u8))
        {
            AcceptedStore = JsonSlice.OptionalText(ref reader);
        }
        else
        {
            reader.Read();
        }

        // A value that was read to its end is not skipped again.
        reader.Skip();
    }
}
