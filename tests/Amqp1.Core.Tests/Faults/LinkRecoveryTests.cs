using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests of links that are refused, detached, left without credit, or ended with their session.</summary>
public sealed class LinkRecoveryTests : FaultTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Conformance", "35")]
    [Trait("EdgeCase", "32")]
    public async Task A_call_survives_as_many_refusals_of_its_link_as_it_has_retries(bool byEndingTheSession)
    {
        await using var peer = ScriptedPeer.Start(script => script.RefuseByEndingSession = byEndingTheSession);
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        RefuseSenders(peer, times: 2);

        (await driver.Client(retry: 3).CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");

        peer.Events.Count<LinkRefused>().ShouldBe(2);
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "36")]
    public async Task A_call_fails_when_its_link_is_refused_more_often_than_it_has_retries()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        RefuseSenders(peer, times: 3);

        await Should.ThrowAsync<MessageDeliveryException>(driver.Client(retry: 2).CallAsync<string>("echo", Echo("x"), Limit));
    }

    [Fact]
    [Trait("Conformance", "37")]
    public async Task The_links_of_a_server_come_back_under_their_names_when_the_peer_detaches_them()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);
        for (var round = 1; round <= 2; round++)
        {
            foreach (var link in peer.Links(link => IsServerLink(link)))
            {
                peer.Detach(link, new Error("amqp:resource-deleted"));
            }

            await peer.Events.ReachAsync<LinkAttached>(3 * (round + 1), attached => IsServerLink(attached.Link), Limit);
        }

        (await driver.Client().CallAsync<string>("echo", Echo("shared"), Limit)).ShouldBe("shared");
        (await driver.Client(server: "server").CallAsync<string>("echo", Echo("directed"), Limit)).ShouldBe("directed");
        await driver.Client().FanoutAsync("echo", Echo("fanout"), Limit);
        await endpoint.Requests.FirstAsync<string>(data => data == "fanout", Limit);
        peer.Events.All<LinkAttached>(one => IsServerLink(one.Link)).Select(one => one.Link.Name).Distinct().Count().ShouldBe(3);
        await peer.Events.ReachAsync<SessionEnded>(6, cancel: Limit);
    }

    [Fact]
    [Trait("Conformance", "38")]
    [Trait("EdgeCase", "7")]
    [Trait("EdgeCase", "35")]
    public async Task Casts_wait_for_credit_and_go_out_in_order_when_it_comes()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);
        var casts = Enumerable.Range(1, 3).Select(i => driver.Client().CastAsync("echo", Echo($"{i}"), Limit)).ToArray();
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        casts.ShouldAllBe(cast => !cast.IsCompleted);
        driver.PendingDeliveries.ShouldBe(3);
        peer.Transfers().ShouldBeEmpty();

        peer.Grant(link, 3);

        await Task.WhenAll(casts);
        peer.Transfers().Select(transfer => transfer.Body.Contains("\"1\"", StringComparison.Ordinal) ? 1 : transfer.Body.Contains("\"2\"", StringComparison.Ordinal) ? 2 : 3)
            .ShouldBe([1, 2, 3]);
    }

    [Fact]
    [Trait("Conformance", "72")]
    [Trait("EdgeCase", "7")]
    public async Task Nothing_that_has_failed_for_want_of_credit_is_sent_later()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer, options =>
        {
            options.Rpc.SendTimeout = TimeSpan.FromMilliseconds(300);
            options.Notifications.SendTimeout = TimeSpan.FromMilliseconds(300);
        });
        var client = driver.Client(timeout: TimeSpan.FromMilliseconds(300));

        var call = client.CallAsync<string>("echo", Echo("call"), Limit);
        var cast = client.CastAsync("echo", Echo("cast"), Limit);
        var notification = driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);
        await peer.Events.ReachAsync<LinkAttached>(2, attached => attached.Link.ClientSends, Limit);
        await Should.ThrowAsync<MessagingTimeoutException>(call);
        await Should.ThrowAsync<MessageDeliveryException>(cast);
        await Should.ThrowAsync<MessageDeliveryException>(notification);

        driver.PendingDeliveries.ShouldBe(0);
        peer.Script.Answer = _ => PeerAnswer.Accept;
        foreach (var link in peer.Links(link => link.ClientSends))
        {
            peer.Grant(link, 10);
        }

        await driver.Client(timeout: TimeSpan.FromSeconds(20)).CastAsync("echo", Echo("fresh"), Limit);
        peer.Transfers().Count.ShouldBe(1);
    }

    [Fact]
    [Trait("EdgeCase", "32")]
    public async Task A_message_that_waits_for_credit_goes_over_the_next_link_when_its_own_is_detached()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        var cast = driver.Client(retry: 1).CastAsync("echo", Echo("x"), Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);

        peer.Script.Credit = _ => 10;
        peer.Script.Answer = _ => PeerAnswer.Accept;
        peer.Detach(link, new Error("amqp:link:detach-forced"));

        await cast;
        peer.Transfers().Count.ShouldBe(1);
    }

    [Fact]
    [Trait("EdgeCase", "4")]
    public async Task A_message_that_has_left_fails_as_in_doubt_when_its_link_is_detached()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);
        var sent = await peer.TransferAsync(_ => true, Limit);

        peer.Detach(sent.Link, new Error("amqp:link:detach-forced"));

        await Should.ThrowAsync<MessageDeliveryException>(cast);
        peer.Transfers().Count.ShouldBe(1);
        driver.PendingDeliveries.ShouldBe(0);
    }

    [Fact]
    public async Task Sessions_do_not_pile_up_when_links_are_refused_again_and_again()
    {
        await using var peer = ScriptedPeer.Start(script => script.Refuse = link => link.ClientSends ? new Error("amqp:not-found") : null);
        await using var driver = Driver.Start(peer, options => options.Connection.LinkRetryDelay = TimeSpan.FromMilliseconds(10));
        var call = driver.Client(timeout: TimeSpan.FromSeconds(20)).CallAsync<string>("echo", null, Limit);

        await peer.Events.ReachAsync<LinkRefused>(5, cancel: Limit);

        await peer.Events.ReachAsync<SessionEnded>(4, cancel: Limit);
        peer.Script.Refuse = _ => null;
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        await call;
    }

    [Fact]
    [Trait("EdgeCase", "29")]
    public async Task A_dead_reply_address_is_given_up_at_the_first_refusal()
    {
        await using var peer = ScriptedPeer.Start(script => script.Refuse = link => link.ClientSends && link.Address == "gone" ? new Error("amqp:not-found") : null);
        await using var driver = Driver.Start(peer, options => options.Connection.LinkRetryDelay = TimeSpan.FromMilliseconds(10));
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal))[0];

        peer.Deliver(server, PeerMessages.Request("echo", "1", replyTo: "gone"));
        await peer.Events.FirstAsync<LinkRefused>(cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("other"), Limit)).ShouldBe("other");

        peer.Events.Count<LinkRefused>().ShouldBe(1);
        await peer.Events.FirstAsync<SessionEnded>(cancel: Limit);
    }

    [Fact]
    [Trait("EdgeCase", "41")]
    public async Task A_message_larger_than_the_peer_takes_fails_and_its_link_stays()
    {
        await using var peer = ScriptedPeer.Start(script => script.MaxMessageSize = 10_000);
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        var failure = await Should.ThrowAsync<MessageDeliveryException>(driver.Client().CastAsync("echo", Echo(new string('x', 20_000)), Limit));

        failure.Message.ShouldContain("10000");
        (await driver.Client().CallAsync<string>("echo", Echo("small"), Limit)).ShouldBe("small");
        peer.Events.Count<LinkDetached>().ShouldBe(0);
    }

    private static bool IsServerLink(PeerLink link) => !link.ClientSends && !link.IsReplyLink;

    private static void RefuseSenders(ScriptedPeer peer, int times)
    {
        var refused = 0;
        peer.Script.Refuse = link => link.ClientSends && link.Address.Contains("test-topic", StringComparison.Ordinal) && refused++ < times
            ? new Error("amqp:not-found") { Description = "scripted" }
            : null;
    }
}
