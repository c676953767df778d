using Amqp.Framing;
using Amqp1.Configuration;
using Amqp1.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>
/// Tests that messages to an address without a consumer end after a grace period, if the peer is one that grants credit exactly for consumers: the
/// exception is one of its own, and the message is never sent.
/// </summary>
public sealed class NobodyThereTests : FaultTest
{
    private const string Router = "qpid-dispatch-router";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly LogRecords _log = new();

    [Theory]
    [Trait("Conformance", "74")]
    [InlineData("call", typeof(NoServerException))]
    [InlineData("cast", typeof(NoServerException))]
    [InlineData("notification", typeof(NoListenerException))]
    public async Task A_message_ends_after_the_grace_period_and_not_before(string kind, Type expected)
    {
        await using var peer = ScriptedPeer.Start(Without);
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        var sent = Send(driver, kind);
        await WatchedAsync(driver);

        Pass(Grace - Step);
        sent.IsCompleted.ShouldBeFalse();
        Pass(Step);

        var failure = await Should.ThrowAsync<MessageDeliveryException>(sent);
        failure.ShouldBeOfType(expected);
        failure.InDoubt.ShouldBeFalse();
        failure.Message.ShouldContain("for 15 s");
        (await _log.FirstAsync(1014, Limit)).Text.ShouldContain("test-topic");
        driver.PendingDeliveries.ShouldBe(0);
        driver.PendingCalls.ShouldBe(0);

        // What has ended is not sent when a consumer comes later: the next message is the first one that the peer sees.
        peer.Script.Answer = _ => PeerAnswer.Accept;
        peer.Grant(peer.Links(link => link.ClientSends)[0], 10);
        _ = Send(driver, kind);
        await peer.TransferAsync(_ => true, Limit);
        peer.Transfers().Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "74")]
    public async Task A_fanout_succeeds_without_a_receiver_after_the_grace_period()
    {
        await using var peer = ScriptedPeer.Start(Without);
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        var sent = driver.Client().FanoutAsync("echo", Echo("x"), Limit);
        await WatchedAsync(driver);

        Pass(Grace);

        await sent;
        await _log.FirstAsync(1015, Limit);
        peer.Transfers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_window_that_closes_does_not_say_that_there_is_no_consumer()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        await driver.Client().CastAsync("echo", Echo("1"), Limit);
        var link = peer.Links(link => link.ClientSends)[0];
        await CloseWindowAsync(peer, link);
        var sent = driver.Client().CastAsync("echo", Echo("2"), Limit);

        Pass(Grace + Step);
        sent.IsCompleted.ShouldBeFalse();

        peer.Grant(link, 10);
        await sent;
    }

    [Fact]
    public async Task Credit_behind_a_closed_session_window_is_the_sign_of_a_consumer()
    {
        await using var peer = ScriptedPeer.Start(Without);
        await using var driver = Driver.Start(peer, time: _time);
        var sent = driver.Client().CastAsync("echo", Echo("x"), Limit);
        await WatchedAsync(driver);
        var link = peer.Links(link => link.ClientSends)[0];
        await CloseWindowAsync(peer, link);

        Pass(Grace + Step);
        sent.IsCompleted.ShouldBeFalse();

        peer.Script.Answer = _ => PeerAnswer.Accept;
        peer.Grant(link, 10);
        await sent;
    }

    [Fact]
    public async Task A_fanout_that_requires_a_server_fails()
    {
        await using var peer = ScriptedPeer.Start(Without);
        await using var driver = Driver.Start(peer, options => options.Rpc.FanoutRequiresServer = true, _time);
        var sent = driver.Client().FanoutAsync("echo", Echo("x"), Limit);
        await WatchedAsync(driver);

        Pass(Grace);

        await Should.ThrowAsync<NoServerException>(sent);
    }

    [Fact]
    public async Task Each_message_has_a_grace_period_of_its_own()
    {
        await using var peer = ScriptedPeer.Start(Without);
        await using var driver = Driver.Start(peer, time: _time);
        var first = driver.Client().CastAsync("echo", Echo("1"), Limit);
        await WatchedAsync(driver);
        Pass(Grace - Step);
        var second = driver.Client().CastAsync("echo", Echo("2"), Limit);

        Pass(Step);
        await Should.ThrowAsync<NoServerException>(first);
        second.IsCompleted.ShouldBeFalse();
        Pass(Grace - Step);

        await Should.ThrowAsync<NoServerException>(second);
    }

    [Fact]
    [Trait("Conformance", "75")]
    public async Task A_server_that_comes_within_the_grace_period_gets_the_message_and_the_period_begins_again()
    {
        await using var peer = ScriptedPeer.Start(Without);
        await using var driver = Driver.Start(peer, time: _time);
        var first = driver.Client().CastAsync("echo", Echo("1"), Limit);
        await WatchedAsync(driver);
        Pass(Grace - Step);

        peer.Script.Answer = _ => PeerAnswer.Accept;
        peer.Grant(peer.Links(link => link.ClientSends)[0], 1);
        await first;

        var second = driver.Client().CastAsync("echo", Echo("2"), Limit);
        await WatchedAsync(driver);
        Pass(Grace - Step);
        second.IsCompleted.ShouldBeFalse();
        Pass(Step);
        await Should.ThrowAsync<NoServerException>(second);
    }

    [Fact]
    public async Task Messages_behind_others_that_are_being_processed_wait()
    {
        // The consumers are slow and the credit is used up: that is no sign of an address without consumers.
        await using var peer = ScriptedPeer.Start(script =>
        {
            Without(script);
            script.Answer = _ => PeerAnswer.Nothing;
        });
        await using var driver = Driver.Start(peer, time: _time);
        var first = driver.Client().CastAsync("echo", Echo("1"), Limit);
        var second = driver.Client().CastAsync("echo", Echo("2"), Limit);
        await WatchedAsync(driver);
        peer.Grant(peer.Links(link => link.ClientSends)[0], 1);
        var sent = await peer.TransferAsync(_ => true, Limit);

        Pass(Grace);
        second.IsCompleted.ShouldBeFalse();
        peer.Settle(sent, new Accepted());
        await first;
        peer.Grant(sent.Link, 1);
        peer.Settle(await peer.TransferAsync(transfer => transfer != sent, Limit), new Accepted());

        await second;
    }

    [Theory]
    [InlineData("qpid-cpp", null)]
    [InlineData("apache-activemq-artemis", null)]
    [InlineData(null, null)]
    [InlineData("amqp1-embedded-broker", "queue")]
    [InlineData("amqp1-embedded-broker", "topic")]
    public async Task A_peer_that_may_store_messages_cannot_tell(string? product, string? capability)
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            Without(script);
            (script.Product, script.Capability) = (product, capability);
        });
        await using var driver = Driver.Start(peer, time: _time);
        var sent = driver.Client().CastAsync("echo", Echo("x"), Limit);
        await peer.LinkAsync(link => link.ClientSends, Limit);

        Pass(TimeSpan.FromSeconds(29));
        sent.IsCompleted.ShouldBeFalse();
        Pass(Step);

        (await Should.ThrowAsync<MessageDeliveryException>(sent)).ShouldNotBeOfType<NoServerException>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_grace_period_or_with_settled_messages_the_send_timeout_applies(bool settled)
    {
        await using var peer = ScriptedPeer.Start(Without);
        await using var driver = Driver.Start(
            peer,
            options =>
            {
                options.Rpc.NoServerGrace = settled ? Grace : TimeSpan.Zero;
                options.PreSettled = settled ? PreSettledKinds.RpcCast : PreSettledKinds.None;
            },
            _time);
        var sent = driver.Client().CastAsync("echo", Echo("x"), Limit);
        await peer.LinkAsync(link => link.ClientSends, Limit);

        Pass(TimeSpan.FromSeconds(29));
        sent.IsCompleted.ShouldBeFalse();
        Pass(Step);

        (await Should.ThrowAsync<MessageDeliveryException>(sent)).ShouldNotBeOfType<NoServerException>();
    }

    [Fact]
    public async Task A_message_that_the_router_returned_ends_after_the_grace_period_too()
    {
        // The last consumer has left: the router releases what it has and takes the credit away.
        await using var peer = ScriptedPeer.Start(script =>
        {
            Without(script);
            script.Answer = _ => PeerAnswer.Release;
        });
        await using var driver = Driver.Start(peer, options => options.Rpc.SendTimeout = TimeSpan.FromHours(23), _time);
        var sent = driver.Client().CastAsync("echo", Echo("x"), Limit);
        await WatchedAsync(driver);
        peer.Grant(peer.Links(link => link.ClientSends)[0], 1);
        await peer.TransferAsync(_ => true, Limit);

        await UntilAsync(() =>
        {
            Pass(TimeSpan.FromMilliseconds(100));
            return sent.IsCompleted;
        });

        await Should.ThrowAsync<NoServerException>(sent);
    }

    private static void Without(PeerScript script)
    {
        script.Product = Router;
        script.Credit = _ => 0;
    }

    private Task Send(Driver driver, string kind) => kind switch
    {
        "call" => driver.Client().CallAsync<string>("echo", Echo("x"), Limit),
        "cast" => driver.Client().CastAsync("echo", Echo("x"), Limit),
        _ => driver.Notifier("test-topic").InfoAsync("event", null, cancel: Limit),
    };

    /// <summary>Waits until the sender watches its link: beside the deadline of the message there is one more.</summary>
    private async Task WatchedAsync(Driver driver)
    {
        var sweep = 1;
        await UntilAsync(() => driver.Transport.Bus.Deadlines.Count > sweep + driver.PendingDeliveries);
    }

    /// <summary>Grants credit and closes the session window. Completes when the client has seen both.</summary>
    private async Task CloseWindowAsync(ScriptedPeer peer, PeerLink link)
    {
        var answered = peer.Events.Count<FlowReceived>(flow => flow.Session == link.Session);
        link.Flow(flow => (flow.LinkCredit, flow.IncomingWindow, flow.Echo) = (10, 0, true));
        await peer.Events.ReachAsync<FlowReceived>(answered + 1, flow => flow.Session == link.Session, Limit);
    }

    /// <summary>Lets time pass tick by tick, so that deadlines that are armed meanwhile are met, too.</summary>
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50))
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }
    }
}
