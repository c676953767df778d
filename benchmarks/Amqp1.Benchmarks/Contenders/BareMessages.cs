using System.Text;
using System.Text.Json;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Notifications;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>The sections and the sizes of the messages of a bare contender, beside their IDs and the payload.</summary>
/// <param name="Header">The header of replies and notifications; null for none.</param>
internal sealed record BareMessages(Header? Header = null)
{
    private const string Id = "00112233445566778899aabbccddeeff";

    /// <summary>The header of requests.</summary>
    public Header? RequestHeader { get; private init; } = Header;

    /// <summary>Whether the properties say that the body is JSON.</summary>
    public bool SaysJson { get; private init; }

    /// <summary>The bytes of a request around its payload, with the ID and the reply address.</summary>
    private int RequestEnvelope { get; init; }

    /// <summary>The bytes of a reply around its payload.</summary>
    public int ReplyEnvelope { get; private init; }

    /// <summary>The bytes of a notification around its payload.</summary>
    public int NotificationEnvelope { get; private init; }

    /// <summary>Returns messages that have the sections, and the sizes, of those of the rabbit dialect.</summary>
    public static BareMessages LikeRabbitDialect()
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new EchoPayload(""), EchoJsonContext.Default.EchoPayload);
        var context = "{}"u8.ToArray();
        var request = new RequestContent { Method = "echo", Arguments = payload, Context = context };
        var notification = new NotificationMessage(
            Guid.Empty.ToString(), "benchmark.client", "benchmark.done", "INFO", default, "2026-01-01 00:00:00.000000", context);
        return new BareMessages(new Header { Durable = true })
        {
            RequestHeader = new Header { Durable = true, Ttl = 60_000 },
            SaysJson = true,
            RequestEnvelope = LengthOf(MessageKind.Call, request),
            ReplyEnvelope = LengthOf(MessageKind.Reply, new ResultContent(Encoding.UTF8.GetBytes("\"\""))),
            NotificationEnvelope = LengthOf(MessageKind.Notification, new NotificationContent(notification, payload, NotificationFormat.Version2)),
        };
    }

    /// <summary>Returns properties with the content type, if the messages have one.</summary>
    public Properties? Describe(Properties? properties)
    {
        if (!SaysJson)
        {
            return properties;
        }

        properties ??= new Properties();
        properties.ContentType = "application/json";
        properties.ContentEncoding = "utf-8";
        return properties;
    }

    /// <summary>
    /// Returns the bytes around the payload in the body of a request. The ID and the reply address are properties here, instead of parts of the
    /// body.
    /// </summary>
    public int EnvelopeOf(Properties request) => Math.Max(0, RequestEnvelope - request.MessageId.Length - request.ReplyTo.Length);

    private static int LengthOf(MessageKind kind, MessageContent content)
    {
        var outgoing = new OutgoingMessage
        {
            Kind = kind,
            Destination = Destination.For(ServiceKind.Rpc, Target.ForTopic("benchmark")),
            Content = content,
            CorrelationId = Id,
        };
        return BodyText.Write(outgoing, new SendAttempt("", Call: CallId.Create(1), ReplyTo: $"reply_{Id}")).Length;
    }
}
