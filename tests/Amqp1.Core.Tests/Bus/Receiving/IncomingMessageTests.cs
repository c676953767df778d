using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Receiving;
using Amqp1.Dialects.OsloAmqp1;

namespace Amqp1.Core.Tests.Bus.Receiving;

/// <summary>Tests of what a received message says about itself, in both forms in which messages are read.</summary>
public sealed class IncomingMessageTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_without_a_time_to_live_sets_none(bool hasOtherSections) =>
        Received(new Header { Durable = true }, hasOtherSections).ReadRequest().TimeToLive.ShouldBeNull();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_time_to_live_of_zero_sets_none(bool hasOtherSections) =>
        Received(new Header { Ttl = 0 }, hasOtherSections).ReadRequest().TimeToLive.ShouldBeNull();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_time_to_live_is_in_milliseconds(bool hasOtherSections) =>
        Received(new Header { Ttl = 1500 }, hasOtherSections).ReadRequest().TimeToLive.ShouldBe(TimeSpan.FromSeconds(1.5));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_largest_time_to_live_is_a_value(bool hasOtherSections) =>
        Received(new Header { Ttl = uint.MaxValue }, hasOtherSections).ReadRequest().TimeToLive.ShouldBe(TimeSpan.FromMilliseconds(uint.MaxValue));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_without_a_delivery_count_counts_none(bool hasOtherSections) =>
        Received(new Header { Durable = true }, hasOtherSections).DeliveryCount.ShouldBe(0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_delivery_count_is_read(bool hasOtherSections) =>
        Received(new Header { DeliveryCount = 300 }, hasOtherSections).DeliveryCount.ShouldBe(300);

    private static IncomingMessage Received(Header header, bool hasOtherSections)
    {
        var message = new Message("{}") { Header = header };
        if (hasOtherSections)
        {
            // A message with this section is decoded by AMQPNetLite; one without it is read in place.
            message.ApplicationProperties = new ApplicationProperties { ["traceparent"] = "00" };
        }

        var decoded = Message.Decode(message.Encode());
        return new IncomingMessage(decoded, null!, Amqp1Format.Instance, 0, static _ => true);
    }
}
