namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>
/// Tests of the reaction of a sender to each outcome. The sender has two retries. The peer answers two deliveries as the case says, and
/// later ones as a friendly peer does.
/// </summary>
public sealed class OutcomeTests : FaultTest
{
    [Fact]
    [Trait("Conformance", "43")]
    [Trait("EdgeCase", "3")]
    public async Task A_released_call_is_sent_again() =>
        (await CallAsync(PeerAnswer.Release)).ShouldBe(3);

    [Fact]
    [Trait("Conformance", "44")]
    [Trait("EdgeCase", "3")]
    public async Task A_modified_call_that_is_not_in_doubt_is_sent_again() =>
        (await CallAsync(PeerAnswer.Modify(deliveryFailed: false, undeliverableHere: false))).ShouldBe(3);

    [Fact]
    [Trait("Conformance", "45")]
    [Trait("EdgeCase", "3")]
    public async Task A_modified_call_whose_delivery_failed_fails() =>
        await Should.ThrowAsync<MessageDeliveryException>(CallAsync(PeerAnswer.Modify(deliveryFailed: true, undeliverableHere: false)));

    [Fact]
    public async Task A_modified_call_that_is_undeliverable_here_fails() =>
        await Should.ThrowAsync<MessageDeliveryException>(CallAsync(PeerAnswer.Modify(deliveryFailed: false, undeliverableHere: true)));

    [Fact]
    [Trait("Conformance", "46")]
    public async Task A_rejected_call_fails_and_says_why() =>
        (await Should.ThrowAsync<MessageDeliveryException>(CallAsync(PeerAnswer.Reject("amqp:not-allowed")))).Message.ShouldContain("amqp:not-allowed");

    [Fact]
    public async Task A_call_that_is_settled_without_a_state_fails_and_the_connection_lives_on() =>
        await Should.ThrowAsync<MessageDeliveryException>(CallAsync(PeerAnswer.SettleWithoutState));

    private async Task<int> CallAsync(PeerAnswer answer)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        peer.Script.Answer = transfer => transfer.Index < 2 ? answer : PeerAnswer.Route;
        try
        {
            (await driver.Client(retry: 2).CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
            return peer.Transfers(transfer => transfer.MessageId is not null).Count;
        }
        finally
        {
            peer.Script.Answer = _ => PeerAnswer.Route;
            (await driver.Client().CallAsync<string>("echo", Echo("after"), Limit)).ShouldBe("after");
            peer.Events.Count<ConnectionOpened>().ShouldBe(1);
            driver.PendingCalls.ShouldBe(0);
        }
    }
}
