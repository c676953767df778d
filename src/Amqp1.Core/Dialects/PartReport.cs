using System.Globalization;
using System.Text;
using System.Text.Json;
using Amqp1.Addressing;
using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>
/// The report of a reader, that it has taken messages of a stream: a cast to the destination of cancellations, which only services of this
/// driver receive (docs/spec/streams.md#settlement).
/// </summary>
/// <param name="Call">The message-id of the request.</param>
/// <param name="Taken">The number of messages that the reader has taken.</param>
internal readonly record struct PartReport(CallId Call, long Taken)
{
    /// <summary>The name of the method.</summary>
    public const string Method = "taken";

    /// <summary>Creates the message.</summary>
    /// <param name="destination">The destination of the cancellations (<see cref="Destination.OfCancellations"/>).</param>
    public OutgoingMessage ToMessage(Destination destination) => new()
    {
        Kind = MessageKind.Control,
        Destination = destination,
        Content = new RequestContent
        {
            Method = Method,
            Arguments = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"call":"{{Call.ToText()}}","messages":{{Taken}}}""")),
            Context = "{}"u8.ToArray(),
        },
    };

    /// <summary>Reads the arguments of such a message; null if they are in another form.</summary>
    public static PartReport? Read(ReadOnlySpan<byte> arguments)
    {
        CallId? call = null;
        long? taken = null;
        var reader = new Utf8JsonReader(arguments, JsonSlice.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("call"u8))
            {
                reader.Read();
                call = reader.TokenType == JsonTokenType.String ? CallId.Parse((object?)reader.GetString()) : null;
            }
            else if (reader.ValueTextEquals("messages"u8))
            {
                reader.Read();
                taken = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        return call is { } named && taken is { } count ? new PartReport(named, count) : null;
    }
}
