using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

public sealed class NotifierPrepareTests : FaultTest
{
    [Fact]
    public async Task A_prepared_notifier_has_a_publisher_of_its_own_and_the_first_one_keeps_its()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var notifier = driver.Notifier("topic");

        await notifier.Prepare(publisherId: "compute.other").InfoAsync("one", null, cancel: Limit);
        await notifier.Prepare(retry: 3).InfoAsync("two", null, cancel: Limit);
        await notifier.InfoAsync("three", null, cancel: Limit);

        peer.Transfers().Select(sent => sent.Body.Contains("compute.other", StringComparison.Ordinal)).ShouldBe([true, false, false]);
        peer.Transfers().Select(sent => sent.Body.Contains("\\\"publisher\\\"", StringComparison.Ordinal)).ShouldBe([false, true, true]);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(5, 1)]
    public async Task A_prepared_retry_goes_before_the_configured_one(int configured, int prepared)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Release);
        await using var driver = Driver.Start(peer, options => options.Notifications.Retry = configured);

        await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("topic").Prepare(retry: prepared).InfoAsync("event", null, cancel: Limit));

        peer.Transfers().Count.ShouldBe(prepared + 1);
    }

    [Fact]
    public async Task Without_end_a_notification_is_sent_again_until_it_is_accepted()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = transfer => transfer.Index < 4 ? PeerAnswer.Release : PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Notifications.Retry = 0);

        await driver.Notifier("topic").Prepare(retry: -1).InfoAsync("event", null, cancel: Limit);

        peer.Transfers().Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_retry_below_minus_one_is_refused()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);

        Should.Throw<ArgumentOutOfRangeException>(() => driver.Notifier("topic").Prepare(retry: -2)).ParamName.ShouldBe("retry");
    }
}
