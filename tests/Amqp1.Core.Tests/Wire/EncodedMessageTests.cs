using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Core.Tests.Telemetry;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Wire;
using CsCheck;

namespace Amqp1.Core.Tests.Wire;

/// <summary>
/// Tests that a message that is written in one pass has the same bytes as one that AMQPNetLite writes section by section.
/// </summary>
public sealed class EncodedMessageTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char[' ', '\u07ff'], 0, 300];
    private static readonly Gen<object?> CorrelationIds = Gen.OneOf(
        Gen.Const((object?)null), Text.Select(text => (object?)text), Gen.ULong.Select(id => (object?)id), Gen.Guid.Select(id => (object?)id), Gen.Byte.Array[0, 40].Select(id => (object?)id));

    [Fact]
    public void Every_message_has_the_bytes_that_its_sections_have() => Gen
        .Select(Text, Gen.UInt.Nullable(), Gen.ULong.Nullable(), Text, CorrelationIds, Gen.Select(Text, Text).Nullable(), Gen.Int[1, 3000])
        .Sample(
            (address, ttl, slot, replyTo, correlationId, trace, length) =>
            {
                var body = new byte[length];
                body.AsSpan().Fill((byte)'j');
                var outgoing = new OutgoingMessage
                {
                    Kind = MessageKind.Call,
                    Destination = Destination.ReplyTo("a"),
                    Content = new RawContent(body),
                    CorrelationId = correlationId,
                    Trace = trace is { } given ? new TraceContext(given.Item1, given.Item2) : null,
                };
                var id = slot is { } number ? new CallId(number, 0x0123456789abcdef) : (CallId?)null;
                TimeSpan? timeToLive = ttl is { } left ? TimeSpan.FromMilliseconds(left) : null;

                var message = Amqp1Format.Instance.Encode(outgoing, new SendAttempt(address, timeToLive, id, id is null ? null : replyTo));

                WireBytes.Encode(message).ShouldBe(WireBytes.Encode(Sections(outgoing, address, timeToLive, id, replyTo, new string('j', length))));
            },
            iter: 2000);

    [Fact]
    public void The_length_is_that_of_the_encoded_message()
    {
        var message = Amqp1Format.Instance.Encode(new() { Kind = MessageKind.Cast, Destination = Destination.ReplyTo("a"), Content = new RawContent("{}") }, new SendAttempt("a"));

        ((EncodedMessage)message.BodySection).Length.ShouldBe(WireBytes.Encode(message).Length);
    }

    private static Message Sections(OutgoingMessage outgoing, string address, TimeSpan? timeToLive, CallId? id, string replyTo, string body)
    {
        var message = new Message { Header = new Header(), Properties = new Properties { To = address }, BodySection = new AmqpValue { Value = body } };
        if (timeToLive is { } ttl)
        {
            message.Header.Ttl = (uint)Math.Max(1, ttl.TotalMilliseconds);
        }

        if (id is { } call)
        {
            message.Properties.MessageId = $"{call.Secret:x16}{call.Slot:x16}";
            message.Properties.ReplyTo = replyTo;
        }

        if (outgoing.CorrelationId is { } correlationId)
        {
            message.Properties.SetCorrelationId(correlationId);
        }

        if (outgoing.Trace is { } trace)
        {
            message.ApplicationProperties = new ApplicationProperties { [TraceContext.TraceparentName] = trace.Traceparent };
            if (!string.IsNullOrEmpty(trace.Tracestate))
            {
                message.ApplicationProperties[TraceContext.TracestateName] = trace.Tracestate;
            }
        }

        return message;
    }
}
