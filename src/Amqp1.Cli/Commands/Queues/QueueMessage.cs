using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp;
using Amqp.Types;
using Amqp1.Cli.Management;

namespace Amqp1.Cli.Commands.Queues;

/// <summary>A message that waits in a queue.</summary>
/// <param name="Sequence">The position in the order of the queue.</param>
/// <param name="Age">The time since the message arrived; null if the broker does not tell it.</param>
/// <param name="Deliveries">The number of failed delivery attempts.</param>
/// <param name="Id">The message-id; null for none.</param>
/// <param name="To">The address to which the message was sent; null if the message does not contain it.</param>
/// <param name="Body">The body.</param>
internal sealed record QueueMessage(long Sequence, TimeSpan? Age, long Deliveries, string? Id, string? To, JsonNode? Body)
{
    /// <summary>Reads a message from the response of the management node.</summary>
    public static QueueMessage Read(Map shown)
    {
        var message = Decode(shown["message"] as byte[] ?? []);
        return Create(Number(shown["sequence"]), TimeSpan.FromMilliseconds(Number(shown["ageMilliseconds"])), Number(shown["deliveryCount"]), message);
    }

    /// <summary>Reads a message that the broker has sent to a browser.</summary>
    /// <param name="sequence">The position in the queue.</param>
    /// <param name="message">The message.</param>
    public static QueueMessage Read(long sequence, Message message) => Create(sequence, age: null, message.Header?.DeliveryCount ?? 0, message);

    private static QueueMessage Create(long sequence, TimeSpan? age, long deliveries, Message? message) =>
        new(
            sequence,
            age,
            deliveries,
            message?.Properties?.GetMessageId() is { } id ? Convert.ToString(id, CultureInfo.InvariantCulture) : null,
            message?.Properties?.To,
            BodyOf(message?.Body));

    /// <summary>Returns the message as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["sequence"] = Sequence,
        ["age_ms"] = Age is { } age ? (long)age.TotalMilliseconds : null,
        ["deliveries"] = Deliveries,
        ["message_id"] = Id,
        ["to"] = To,
        ["body"] = Body?.DeepClone(),
    };

    private static Message? Decode(byte[] encoded)
    {
        try
        {
            return encoded.Length == 0 ? null : Message.Decode(new ByteBuffer(encoded, 0, encoded.Length, encoded.Length));
        }
        catch (Exception unreadable) when (unreadable is AmqpException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The body of such a message is not shown. Its place in the queue is.
            return null;
        }
    }

    /// <summary>Returns a body that contains JSON as JSON, and any other body as the JSON value of its AMQP value.</summary>
    private static JsonNode? BodyOf(object? body)
    {
        var text = body switch
        {
            string value => value,
            byte[] value => Utf8OrNull(value),
            _ => null,
        };
        try
        {
            return text is null ? AmqpJson.Of(body) : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static string? Utf8OrNull(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    private static long Number(object? value) => value is null ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
