using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Core.Tests.Wire;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>Messages in the form in which RabbitMQ passes them on between both sides.</summary>
internal static class RabbitMessages
{
    public const string Call = "00112233445566778899aabbccddeeff";
    public const string ReplyQueue = "reply_4955f7a6";

    /// <summary>Creates a message as Python sends it: a data section, without a correlation-id.</summary>
    public static Message FromPython(string body) => FromPython(WireBytes.Utf8(body));

    public static Message FromPython(byte[] body, string? compression = null)
    {
        var message = new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties { ContentType = "application/json", ContentEncoding = "utf-8" },
            BodySection = new Data { Binary = body },
        };
        if (compression is not null)
        {
            message.ApplicationProperties = new ApplicationProperties { ["compression"] = compression };
        }

        return WireBytes.Decode(WireBytes.Encode(message));
    }

    /// <summary>Puts a message into the envelope as Python's JSON does.</summary>
    public static string InEnvelope(string json) =>
        $$"""{"oslo.version": "2.0", "oslo.message": "{{json.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}}"}""";

    /// <summary>Returns the message as its receiver gets it.</summary>
    public static Message Sent(OutgoingMessage outgoing, SendAttempt attempt = default, RabbitFormat? format = null) =>
        WireBytes.Decode(WireBytes.Encode((format ?? new RabbitFormat()).Encode(outgoing, attempt)));

    public static string BodyOf(Message message) => WireBytes.Text(MessageBody.Read(message)!.Value);

    /// <summary>Returns the JSON text inside the envelope.</summary>
    public static string Inside(Message message) => WireBytes.Text(Envelope.Open(MessageBody.Read(message)!.Value));

    public static OutgoingMessage Outgoing(MessageContent? content, MessageKind kind = MessageKind.Cast, object? correlationId = null, TraceContext? trace = null) => new()
    {
        Kind = kind,
        Destination = Destination.ReplyTo("anywhere"),
        Content = content,
        CorrelationId = correlationId,
        Trace = trace,
    };

    public static RequestContent Request(string method = "echo", string arguments = """{"x":"a"}""", string context = "{}", string? ns = null, string? version = null, TimeSpan? monitor = null) => new()
    {
        Method = method,
        Arguments = WireBytes.Utf8(arguments),
        Context = WireBytes.Utf8(context),
        Namespace = ns,
        Version = version,
        CallMonitorTimeout = monitor,
    };

    public static ResultContent Result(string json) => new((JsonText)WireBytes.Utf8(json));

    public static SendAttempt CallAttempt { get; } = new("/exchanges/openstack/topic", TimeSpan.FromSeconds(6), CallId.Parse((object)Call), ReplyQueue);
}
