namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>Tests of the content of a message that is sent again, and of the messages that must wait for it.</summary>
public sealed class ResendTests : FaultTest
{
    [Fact]
    [Trait("EdgeCase", "30")]
    public async Task A_message_that_waits_to_be_sent_again_holds_up_no_other_of_its_address()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Connection.LinkRetryDelay = TimeSpan.FromHours(1));
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        peer.Script.Answer = transfer => transfer.Index == 0 ? PeerAnswer.Release : PeerAnswer.Route;

        var returned = driver.Client(retry: 1).CallAsync<string>("echo", Echo("returned"), Limit);
        await peer.TransferAsync(transfer => transfer.Index == 0, Limit);

        (await driver.Client().CallAsync<string>("echo", Echo("next"), Limit)).ShouldBe("next");
        returned.IsCompleted.ShouldBeFalse();
        await driver.DisposeAsync();
        await Should.ThrowAsync<MessageDeliveryException>(returned);
    }

    [Fact]
    [Trait("EdgeCase", "31")]
    public async Task A_call_that_is_sent_again_has_a_new_id_and_what_is_left_of_its_time_to_live()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = transfer => transfer.Index == 0 ? PeerAnswer.Release : PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);

        var call = driver.Client(timeout: TimeSpan.FromSeconds(30)).CallAsync<string>("echo", Echo("x"), Limit);
        await peer.Events.ReachAsync<TransferReceived>(2, cancel: Limit);

        var (first, second) = (peer.Transfers()[0], peer.Transfers()[1]);
        second.MessageId.ShouldNotBe(first.MessageId);
        first.Message.Header.Ttl.ShouldBeLessThanOrEqualTo(30_000u);
        // The time to live is shorter by the delay before the message was sent again, which is 50 ms.
        second.Message.Header.Ttl.ShouldBeLessThan(first.Message.Header.Ttl);
        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(second.MessageId));
        (await call).ShouldBe("made up");
    }
}
