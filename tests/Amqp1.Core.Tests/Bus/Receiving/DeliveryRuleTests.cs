using Amqp1.Core.Tests.Wire;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Bus.Receiving;

/// <summary>
/// Tests of the frames that end a delivery, of the numbers of deliveries, and of the deliveries that their sender may abort.
/// </summary>
public sealed class DeliveryRuleTests : FaultTest
{
    private const string Received = "005323 c003 02 43 44";
    private const string Accepted = "005324 45";

    [Theory]
    [InlineData("cast")]
    [InlineData("call")]
    [InlineData("notification")]
    public async Task A_state_that_is_no_outcome_ends_nothing(string kind)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);
        var send = kind switch
        {
            "cast" => driver.Client().CastAsync("echo", Echo("x"), Limit),
            "call" => driver.Client().CallAsync<string>("echo", Echo("x"), Limit),
            _ => driver.Notifier("events").InfoAsync("event", new { a = 1 }, cancel: Limit),
        };
        var transfer = await peer.TransferAsync(_ => true, Limit);

        transfer.Dispose(Received, settled: false);
        transfer.Dispose("40", settled: false);
        transfer.Dispose("005323 c005 02 5201 5307", settled: false, last: transfer.DeliveryId + 5);
        await AnsweredAsync(peer, transfer.Link.Session);
        send.IsCompleted.ShouldBeFalse();
        driver.PendingDeliveries.ShouldBe(1);

        transfer.Dispose(Accepted, settled: true);
        if (kind == "call")
        {
            peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(transfer.MessageId));
        }

        await send;
        driver.PendingDeliveries.ShouldBe(0);
    }

    [Fact]
    public async Task Several_deliveries_are_settled_at_once_after_a_state_that_is_no_outcome()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);
        Task[] casts = [.. Enumerable.Range(0, 3).Select(i => driver.Client().CastAsync("echo", Echo($"{i}"), Limit))];
        await peer.Events.ReachAsync<TransferReceived>(3, cancel: Limit);
        var first = peer.Transfers()[0];

        first.Dispose(Received, settled: false, last: first.DeliveryId + 2);
        first.Dispose(Accepted, settled: false, last: first.DeliveryId + 1);
        await Task.WhenAll(casts[0], casts[1]);
        casts[2].IsCompleted.ShouldBeFalse();
        first.Dispose(Accepted, settled: true, last: first.DeliveryId + 2);

        await casts[2];
    }

    [Fact]
    public async Task A_settlement_with_a_state_that_is_no_outcome_leaves_the_message_in_doubt()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);
        var transfer = await peer.TransferAsync(_ => true, Limit);

        transfer.Dispose(Received, settled: true);

        (await Should.ThrowAsync<MessageDeliveryException>(cast)).InDoubt.ShouldBeTrue();
    }

    [Theory]
    [InlineData("005324 c0020541", null)]
    [InlineData("005324 005324 45", null)]
    [InlineData("005325 c0020541", false)]
    [InlineData("005327 c0020541", true)]
    [InlineData("00a303 'a:b' 45", true)]
    public async Task An_outcome_that_does_not_decode_ends_its_delivery_and_not_the_connection(string state, bool? inDoubt)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);
        var transfer = await peer.TransferAsync(_ => true, Limit);

        transfer.Dispose(state, settled: true);

        if (inDoubt is { } expected)
        {
            (await Should.ThrowAsync<MessageDeliveryException>(cast)).InDoubt.ShouldBe(expected);
        }
        else
        {
            await cast;
        }

        peer.Script.Answer = _ => PeerAnswer.Accept;
        await driver.Client().CastAsync("echo", Echo("y"), Limit);
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(0x7ffffffeu)]
    [InlineData(0x7fffffffu)]
    [InlineData(0x80000000u)]
    [InlineData(0x80000010u)]
    [InlineData(0xfffffffeu)]
    [InlineData(0xffffffffu)]
    public async Task Delivery_ids_begin_anywhere_and_wrap(uint first)
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.FirstDeliveryId = first;
            script.FirstTransferId = first;
            script.SettlesEndToEnd = true;
        });
        await using var driver = Driver.Start(peer);
        var listener = new TestListener("events");
        await driver.ListenAsync(listener, Limit);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        var text = new string('x', 100_000);
        for (var i = 0; i < 5; i++)
        {
            (await driver.Client().CallAsync<string>("echo", Echo($"{i}"), Limit)).ShouldBe($"{i}");
            (await driver.Client().CallAsync<string>("echo", Echo($"{i}{text}"), Limit)).ShouldBe($"{i}{text}");
            await driver.Notifier("events").InfoAsync("event", new { i }, cancel: Limit);
        }

        peer.Deliver(Shared(peer), WireBytes.Encode(PeerMessages.Request("echo", "1", data: "many frames")), largestPayload: 11);
        await peer.Events.ReachAsync<DeliverySettled>(26, one => one.State is Amqp.Framing.Accepted, Limit);
        await listener.Received.ReachAsync<string>(5, cancel: Limit);
        peer.Links().Sum(link => link.Session.Unsettled.Count).ShouldBe(0);
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    public async Task A_transfer_that_belongs_to_no_delivery_ends_the_connection_with_the_reason()
    {
        using var log = new LogRecords();
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        Shared(peer).Transfer(transfer => transfer.More = false, [0, 0x53, 0x77, 0x40]);

        (await log.FirstAsync(1002, Limit)).Text.ShouldContain("neither continues a delivery");
        await peer.Events.ReachAsync<ConnectionOpened>(2, cancel: Limit);
    }

    [Theory]
    [InlineData(false, 5, false)]
    [InlineData(true, 5, false)]
    [InlineData(false, int.MaxValue, false)]
    [InlineData(true, int.MaxValue, false)]
    [InlineData(false, 5, true)]
    [InlineData(true, int.MaxValue, true)]
    public async Task Aborted_messages_are_forgotten_quietly_and_cost_no_credit(bool markedAsMore, int frame, bool settled)
    {
        var how = markedAsMore ? AbortedTransfer.MarkedAsMore : AbortedTransfer.MarkedAsLast;
        using var log = new LogRecords();
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => (options.Rpc.ServerCredit, options.Rpc.ReplyLinkCredit) = (4, 4), loggers: log);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);
        var call = driver.Client().CallAsync<string>("echo", null, Limit);
        var request = await peer.TransferAsync(_ => true, Limit);
        var replies = peer.Links(link => link.IsReplyLink).Single();
        var reply = WireBytes.Encode(PeerMessages.Reply(request.MessageId));

        for (var i = 0; i < 40; i++)
        {
            peer.Abort(Shared(peer), WireBytes.Encode(PeerMessages.Request("echo", $"{i}")), how, settled, frame);
            peer.Abort(replies, reply, how, settled, frame);
        }

        peer.Deliver(Shared(peer), PeerMessages.Request("echo", "after", data: "after"));
        peer.Deliver(replies, reply);

        (await call).ShouldBe("made up");
        (await endpoint.Requests.FirstAsync<string>(cancel: Limit)).ShouldBe("after");
        await peer.Events.ReachAsync<DeliverySettled>(2, cancel: Limit);
        peer.Events.Count<DeliverySettled>().ShouldBe(2);
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
        log.All.All<LogRecord>(record => record.Level >= LogLevel.Warning).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("005371 c112 02 a30161 e0 0c 01 00a303 'a:b' 71 00000001")]
    [InlineData("005372 c116 02 a30161 e0 10 02 00a303 'a:b' 71 00000001 00000002")]
    [InlineData("005372 c10a 02 a30161 e0 04 02 56 01 00")]
    [InlineData("005372 c108 02 a30161 e0 02 02 41")]
    public async Task A_request_is_served_whatever_legal_things_its_annotations_hold(string section)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);

        peer.Deliver(Shared(peer), [.. WireBytes.Of(section), .. WireBytes.Encode(PeerMessages.Request("echo", "1", data: "served"))]);

        (await endpoint.Requests.FirstAsync<string>(cancel: Limit)).ShouldBe("served");
        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Amqp.Framing.Accepted>();
    }

    /// <summary>Waits until the client has handled everything that was sent to it on the session.</summary>
    private async Task AnsweredAsync(ScriptedPeer peer, PeerSession session)
    {
        var question = session.Flow();
        question.Echo = true;
        session.Connection.Send(session.Channel, question);
        await peer.Events.FirstAsync<FlowReceived>(flow => flow.Session == session, Limit);
    }

    private static PeerLink Shared(ScriptedPeer peer) => peer.Links(link => !link.ClientSends && link.Address == "unicast.test-topic").Single();
}
