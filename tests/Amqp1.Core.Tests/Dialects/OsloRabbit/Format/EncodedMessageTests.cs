using Amqp;
using Amqp1.Configuration;
using Amqp1.Core.Tests.Wire;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Wire;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>Tests of the sections of docs/spec/rabbit-messages.md#sections.</summary>
public sealed class EncodedMessageTests
{
    [Fact]
    public void Every_message_is_durable_and_names_the_type_of_its_content()
    {
        var message = Sent(Outgoing(Request()));

        message.Header.Durable.ShouldBeTrue();
        message.Header.HasField(2).ShouldBeFalse();
        message.Properties.ContentType.ToString().ShouldBe("application/json");
        message.Properties.ContentEncoding.ToString().ShouldBe("utf-8");
        message.Properties.To.ShouldBeNull();
        message.Properties.ReplyTo.ShouldBeNull();
        message.Properties.GetCorrelationId().ShouldBeNull();
        message.ApplicationProperties.ShouldBeNull();
        message.BodySection.ShouldBeOfType<Amqp.Framing.Data>();
    }

    [Theory]
    [InlineData(0.2, 1u)]
    [InlineData(200, 200u)]
    [InlineData(6000, 6000u)]
    [InlineData(1e13, uint.MaxValue)]
    public void A_call_lives_as_long_as_its_caller_waits(double milliseconds, uint ttl)
    {
        var message = Sent(Outgoing(Request(), MessageKind.Call), CallAttempt with { TimeToLive = TimeSpan.FromMilliseconds(milliseconds) });

        message.Header.Ttl.ShouldBe(ttl);
        message.Header.Durable.ShouldBeTrue();
    }

    [Fact]
    public void A_reply_names_its_call_in_the_correlation_id() => Sent(Outgoing(Result("1"), MessageKind.Reply, "mid1")).Properties.GetCorrelationId().ShouldBe("mid1");

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_correlation_id_that_AMQP_0_9_1_cannot_hold_is_omitted(int length, bool isSent)
    {
        var id = new string('i', length);

        var message = Sent(Outgoing(Result("1"), MessageKind.Reply, id));

        message.Properties.GetCorrelationId().ShouldBe(isSent ? id : null);
        Inside(message).ShouldContain($"\"_msg_id\":\"{id}\"");
    }

    [Fact]
    public void A_trace_context_travels_in_application_properties()
    {
        var message = Sent(Outgoing(Request(), trace: new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "k=v", "b=1")));

        message.ApplicationProperties["traceparent"].ShouldBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        message.ApplicationProperties["tracestate"].ShouldBe("k=v");
        message.ApplicationProperties["baggage"].ShouldBe("b=1");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(300)]
    [InlineData(200_000)]
    public void The_length_is_that_of_the_encoded_message(int size)
    {
        foreach (var compression in Enum.GetValues<RabbitCompression>())
        {
            var content = Result($"\"{new string('x', size)}\"");
            var message = new RabbitFormat(compression).Encode(
                Outgoing(content, MessageKind.Reply, Call, new TraceContext("t", "s")), new SendAttempt("a", TimeSpan.FromSeconds(1)));

            ((EncodedSections)message.BodySection).Length.ShouldBe(WireBytes.Encode(message).Length);
        }
    }

    [Fact]
    public void Attempts_of_a_message_have_the_same_unique_ID_and_messages_do_not()
    {
        var outgoing = Outgoing(Request(), MessageKind.Call);
        var format = new RabbitFormat();

        var first = format.ReadRequest(Sent(outgoing, CallAttempt));
        var second = format.ReadRequest(Sent(outgoing, CallAttempt with { Call = CallId.Create(7) }));

        first.UniqueId!.Length.ShouldBe(32);
        second.UniqueId.ShouldBe(first.UniqueId);
        second.Reply!.CorrelationId.ShouldNotBe(first.Reply!.CorrelationId);
        format.ReadRequest(Sent(Outgoing(Request()))).UniqueId.ShouldNotBe(first.UniqueId);
    }

    [Fact]
    public void An_attempt_is_written_once_and_the_same_way_as_the_same_attempt()
    {
        var outgoing = Outgoing(Request(context: """{"a":1}"""), MessageKind.Call);
        Message message = new RabbitFormat().Encode(outgoing, CallAttempt);

        WireBytes.Encode(message).ShouldBe(WireBytes.Encode(new RabbitFormat().Encode(outgoing, CallAttempt)));

        // The text of the message is in an array that is already in use again.
        Should.Throw<InvalidOperationException>(() => WireBytes.Encode(message));
    }
}
