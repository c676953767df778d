using Amqp;
using Amqp.Framing;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests the text of an error that a peer has sent, and IDs of types that AMQP does not permit.</summary>
public sealed class PeerErrorTests
{
    [Theory]
    [InlineData("amqp:not-found", "No queue.", "amqp:not-found: No queue.")]
    [InlineData("amqp:not-found", null, "amqp:not-found")]
    [InlineData("amqp:not-found", "", "amqp:not-found")]
    [InlineData(null, "No queue.", "No queue.")]
    [InlineData("", "No queue.", "No queue.")]
    [InlineData("", "", "no reason given")]
    [InlineData(null, null, "no reason given")]
    [InlineData("a\nb", "c\nd", "a\\nb: c\\nd")]
    public void An_error_is_described_by_its_condition_and_its_description(string? condition, string? description, string text) =>
        PeerError.Describe(Made(condition, description)).ShouldBe(text);

    [Fact]
    public void Where_the_peer_gave_no_reason_the_text_of_the_caller_is_used()
    {
        PeerError.Describe(null).ShouldBe("no reason given");
        PeerError.Describe(null, "closed").ShouldBe("closed");
        PeerError.Describe(Made(null, null), "closed").ShouldBe("closed");
        PeerError.Describe(Made("amqp:not-found", null), "closed").ShouldBe("amqp:not-found");
    }

    [Fact]
    public void A_condition_is_cleaned_and_may_be_missing()
    {
        PeerError.ConditionOf(Made("a\nb", "x")).ShouldBe("a\\nb");
        PeerError.ConditionOf(Made(null, "x")).ShouldBeNull();
        PeerError.ConditionOf(null).ShouldBeNull();
    }

    [Fact]
    public void An_ID_is_read_in_its_own_type()
    {
        var message = new Message { Properties = new Properties() };
        message.Properties.SetMessageId(7ul);
        message.Properties.SetCorrelationId("id");

        MessageIds.MessageIdOf(message).ShouldBe(7ul);
        MessageIds.CorrelationIdOf(message).ShouldBe("id");
        MessageIds.MessageIdOf(new Message()).ShouldBeNull();
        MessageIds.CorrelationIdOf(new Message()).ShouldBeNull();
    }

    [Fact]
    public void An_ID_of_another_type_counts_as_missing()
    {
        // The fields are message-id and correlation-id, each a boolean.
        var message = WireBytes.Decode(WireBytes.Of("005373 c007 06 41 40 40 40 40 41"));

        Should.Throw<AmqpException>(message.Properties.GetMessageId);
        MessageIds.MessageIdOf(message).ShouldBeNull();
        MessageIds.CorrelationIdOf(message).ShouldBeNull();
    }

    private static Error Made(string? condition, string? description) => new("replaced") { Condition = condition, Description = description };
}
