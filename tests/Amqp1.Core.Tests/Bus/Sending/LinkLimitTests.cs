using Amqp.Framing;
using Amqp1.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>
/// Tests that the number of sending links is limited, even if peers choose their addresses. A link that is not needed any more makes room
/// for another.
/// </summary>
public sealed class LinkLimitTests : FaultTest
{
    private readonly LogRecords _log = new();

    [Fact]
    public async Task Callers_with_distinct_reply_addresses_are_all_answered_over_few_links()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxReplyLinks = 10, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var server = Server(peer);

        for (var i = 0; i < 500; i++)
        {
            peer.Deliver(server, PeerMessages.Request("echo", $"{i}", replyTo: $"caller-{i}"));
        }

        await peer.Events.ReachAsync<TransferReceived>(500, one => IsCaller(one.Transfer.Link), Limit);
        peer.Transfers(transfer => IsCaller(transfer.Link)).Select(transfer => transfer.To).Distinct().Count().ShouldBe(500);
        MostAttached(peer, IsCaller).ShouldBeInRange(2, 10);
        driver.Transport.Status.UndeliveredReplies.ShouldBe(0);
    }

    [Fact]
    public async Task The_link_that_was_not_used_for_the_longest_time_goes_first()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxReplyLinks = 3);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var id = 0;
        foreach (var caller in (string[])["a", "b", "c", "a", "d", "c", "e"])
        {
            var before = peer.Transfers().Count;
            peer.Deliver(Server(peer), PeerMessages.Request("echo", $"{++id}", replyTo: $"caller-{caller}"));
            await peer.Events.ReachAsync<TransferReceived>(before + 1, cancel: Limit);
        }

        var detached = await peer.Events.ReachAsync<LinkDetached>(2, cancel: Limit);

        detached.Select(one => one.Link.Address).ShouldBe(["caller-b", "caller-a"]);
    }

    [Fact]
    public async Task Callers_that_never_take_their_replies_do_not_keep_others_from_theirs()
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.Answer = _ => PeerAnswer.Accept;
            script.Credit = link => link.Address.StartsWith("caller-mute", StringComparison.Ordinal) ? 0 : 10;
        });
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxReplyLinks = 5, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        for (var i = 0; i < 50; i++)
        {
            peer.Deliver(Server(peer), PeerMessages.Request("echo", $"{i}", replyTo: $"caller-mute-{i}"));
        }

        await _log.FirstAsync(1011, Limit);
        peer.Deliver(Server(peer), PeerMessages.Request("echo", "good", replyTo: "caller-good"));

        await peer.TransferAsync(transfer => transfer.To == "caller-good", Limit);
        await _log.All.ReachAsync<LogRecord>(20, record => record.Id == 1105 && record.Text.Contains("MaxReplyLinks", StringComparison.Ordinal), Limit);
        MostAttached(peer, IsCaller).ShouldBeLessThanOrEqualTo(5);
        _log.All.Count<LogRecord>(record => record.Id == 1011).ShouldBe(1, "a warning a minute");
        driver.Transport.Status.UndeliveredReplies.ShouldBeGreaterThanOrEqualTo(20);
        driver.Transport.Status.LinksExhaustedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Messages_to_many_destinations_at_once_take_their_turns()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Connection.MaxSenderLinks = 5);

        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 200).Select(i => driver.Client(server: $"server-{i}").CastAsync("echo", Echo("x"), Limit)),
            .. Enumerable.Range(0, 50).Select(i => driver.Notifier($"topic-{i}").InfoAsync("event", null, cancel: Limit)),
        ]);

        peer.Transfers().Count.ShouldBe(250);
        MostAttached(peer, link => link.ClientSends).ShouldBeInRange(2, 5);
        driver.PendingDeliveries.ShouldBe(0);
    }

    [Fact]
    public async Task A_link_that_became_idle_when_nobody_waited_is_found_by_a_message_that_comes_soon_after()
    {
        var time = new FakeTimeProvider();
        await using var peer = ScriptedPeer.Start(script =>
            script.Answer = static transfer => transfer.Index == 0 ? PeerAnswer.Nothing : PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Connection.MaxSenderLinks = 1, time, _log);
        var first = driver.Client("first").CastAsync("echo", Echo("x"), Limit);
        var transfer = await peer.TransferAsync(_ => true, Limit);

        // The search finds no idle link for the second message. The next search starts 250 ms later.
        var second = driver.Client("second").CastAsync("echo", Echo("x"), Limit);
        await _log.FirstAsync(1012, Limit);
        peer.Settle(transfer, new Accepted());
        await first;
        await second;

        var third = driver.Client("third").CastAsync("echo", Echo("x"), Limit);
        third.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(250));

        await third;
    }

    [Fact]
    public async Task A_message_that_gets_no_link_in_its_time_says_so_and_one_whose_time_is_up_leaves_its_link()
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.Answer = _ => PeerAnswer.Accept;
            script.Credit = link => link.Address.Contains("mute", StringComparison.Ordinal) ? 0 : 10;
        });
        await using var driver = Driver.Start(peer, options => options.Connection.MaxSenderLinks = 1, loggers: _log);
        var first = driver.Client("mute", timeout: TimeSpan.FromSeconds(3)).CallAsync<string>("echo", Echo("x"), Limit);
        await peer.LinkAsync(link => link.ClientSends, Limit);

        var late = await Should.ThrowAsync<MessagingTimeoutException>(driver.Client("other", timeout: TimeSpan.FromMilliseconds(300)).CallAsync<string>("echo", Echo("x"), Limit));
        var cast = driver.Client("third").CastAsync("echo", Echo("x"), Limit);
        await Should.ThrowAsync<MessagingTimeoutException>(first);
        await cast;

        late.Condition.ShouldBe("amqp:resource-limit-exceeded");
        late.Message.ShouldContain("all 1 links");
        (await _log.FirstAsync(1012, Limit)).Text.ShouldContain("MaxSenderLinks");
        MostAttached(peer, link => link.ClientSends).ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(6, 255)]
    [InlineData(3, 3)]
    public async Task A_peer_with_few_channels_and_handles_gets_all_replies(int channelMax, int handleMax)
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.Answer = _ => PeerAnswer.Accept;
            script.ChannelMax = (ushort)channelMax;
            script.HandleMax = (uint)handleMax;
        });
        await using var driver = Driver.Start(peer, loggers: _log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        for (var i = 0; i < 40; i++)
        {
            peer.Deliver(Server(peer), PeerMessages.Request("echo", $"{i}", replyTo: $"caller-{i}"));
        }

        await peer.Events.ReachAsync<TransferReceived>(40, one => IsCaller(one.Transfer.Link), Limit);
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    public async Task A_server_finds_room_for_its_links_where_senders_have_taken_all()
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.Answer = _ => PeerAnswer.Accept;
            script.ChannelMax = 0;
            script.HandleMax = 7;
        });
        await using var driver = Driver.Start(peer);
        for (var i = 0; i < 8; i++)
        {
            await driver.Client(server: $"server-{i}").CastAsync("echo", Echo("x"), Limit);
        }

        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    private static bool IsCaller(PeerLink link) => link.Address.StartsWith("caller-", StringComparison.Ordinal);

    private static PeerLink Server(ScriptedPeer peer) => peer.Links(link => !link.ClientSends && link.Address.StartsWith("unicast", StringComparison.Ordinal))[0];

    /// <summary>Returns the largest number of those links that were attached at the same time.</summary>
    private static int MostAttached(ScriptedPeer peer, Func<PeerLink, bool> which)
    {
        var (now, most) = (0, 0);
        foreach (var one in peer.Events.All<PeerEvent>())
        {
            now += one switch
            {
                LinkAttached { Link: var link } when which(link) => 1,
                LinkDetached { Link: var link } when which(link) => -1,
                _ => 0,
            };
            most = Math.Max(most, now);
        }

        return most;
    }
}
