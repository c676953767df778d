using Amqp1.Bus.Receiving;
using Amqp1.Core.Tests.Wire;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the reader of a stream against a scripted server: its limits, what it refuses, and what it sends when it leaves.</summary>
public sealed class StreamReaderTests : FaultTest
{
    private const int Window = 4;

    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ItemTimeout = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_wait_for_each_item_is_limited_and_the_server_is_told_of_the_end()
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Stream(driver).GetAsyncEnumerator(Limit);
        var first = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        (request.Message.Header is { Ttl: > 0 and < uint.MaxValue }).ShouldBeFalse();
        request.Body.ShouldEndWith("""
            ,"accepts_parts":true}
            """);

        _time.Advance(ItemTimeout - Late);
        Part(peer, request, 0, "[1]");
        (await first).ShouldBeTrue();
        items.Current.ShouldBe(1);
        var second = items.MoveNextAsync().AsTask();
        _time.Advance(ItemTimeout - Late);
        second.IsCompleted.ShouldBeFalse();
        _time.Advance(Late + Late);

        var failure = await Should.ThrowAsync<MessagingTimeoutException>(second);
        failure.Message.ShouldContain("within 20 s; 1 items");
        await peer.Events.FirstAsync<LinkDetached>(detached => detached.Link.IsReplyLink, Limit);
        var cancelled = await peer.TransferAsync(transfer => transfer.To.Contains("amqp1-cancel", StringComparison.Ordinal), Limit);
        cancelled.Body.ShouldContain(request.MessageId!);
    }

    [Fact]
    public async Task The_whole_stream_may_have_a_deadline_that_the_server_knows()
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Stream(driver, new RpcStreamOptions { Timeout = TimeSpan.FromSeconds(30), ItemTimeout = ItemTimeout }).GetAsyncEnumerator(Limit);
        var first = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        request.Message.Header.Ttl.ShouldBe(30_000u);
        _time.Advance(ItemTimeout - Late);
        Part(peer, request, 0, "[1]");
        await first;

        var second = items.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(10) + Late + Late);

        (await Should.ThrowAsync<MessagingTimeoutException>(second)).Message.ShouldContain("did not end before its deadline; 1 items");
    }

    [Fact]
    public async Task A_list_in_one_message_is_a_stream()
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        var all = Stream(driver).ToListAsync(Limit);
        var request = await RequestAsync(peer);

        Reply(peer, request, """{"response":[3,4,5]}""");

        (await all).ShouldBe([3, 4, 5]);
        peer.Transfers(transfer => transfer.To.Contains("amqp1-cancel", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"response":[2],"part":2}""")]
    [InlineData("""{"response":[],"parts":2}""")]
    [InlineData("""{"failure":"{}","parts":2}""")]
    [InlineData("""{"response":[2]}""")]
    public async Task A_message_that_was_lost_is_noticed(string next)
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        var all = Stream(driver).ToListAsync(Limit).AsTask();
        var request = await RequestAsync(peer);

        Part(peer, request, 0, "[1]");
        Reply(peer, request, next);

        var failure = await Should.ThrowAsync<StreamInterruptedException>(all);
        failure.ItemsReceived.ShouldBe(1);
        failure.Message.ShouldContain("lost");
    }

    [Theory]
    [InlineData("""{"response":{"a":1}}""", "not a list")]
    [InlineData("""{"response":["text"]}""", "Int32")]
    [InlineData("""{"nothing":[1]}""", "cannot be read")]
    public async Task What_is_no_list_of_items_is_refused(string body, string expected)
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        var all = Stream(driver).ToListAsync(Limit).AsTask();
        var request = await RequestAsync(peer);

        Reply(peer, request, body);

        (await Should.ThrowAsync<MessagingException>(all)).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("qpid-dispatch-router", true)]
    [InlineData("qpid-cpp", false)]
    public async Task Messages_that_answer_something_else_are_returned_to_a_router_only_and_change_nothing(string product, bool isReturned)
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (product, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        var all = Stream(driver).ToListAsync(Limit);
        var request = await RequestAsync(peer);
        var link = StreamLink(peer);

        peer.Deliver(link, PeerMessages.Reply(new string('0', 32), """{"response":[9]}"""));
        var state = (await peer.Events.FirstAsync<DeliverySettled>(settled => settled.Link == link, Limit)).State;
        Part(peer, request, 0, "[]");
        Part(peer, request, 1, "[1,2]");
        Reply(peer, request, """{"response":[3],"parts":2}""");

        if (isReturned)
        {
            state.ShouldBeOfType<Amqp.Framing.Modified>().UndeliverableHere.ShouldBeTrue();
        }
        else
        {
            state.ShouldBeOfType<Amqp.Framing.Accepted>();
        }

        (await all).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Items_are_settled_when_they_are_taken_and_not_before()
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Stream(driver, new RpcStreamOptions { Window = 4 }).GetAsyncEnumerator(Limit);
        var first = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        var link = StreamLink(peer);
        (await peer.Events.FirstAsync<CreditGranted>(granted => granted.Link == link, Limit)).Credit.ShouldBe(4);

        for (var part = 0; part < 4; part++)
        {
            Part(peer, request, part, $"[{part}]");
        }

        (await first).ShouldBeTrue();
        await peer.Events.ReachAsync<DeliverySettled>(1, settled => settled.Link == link, Limit);
        for (var taken = 1; taken < 4; taken++)
        {
            peer.Events.Count<DeliverySettled>(settled => settled.Link == link).ShouldBe(taken);
            (await items.MoveNextAsync()).ShouldBeTrue();
            await peer.Events.ReachAsync<DeliverySettled>(taken + 1, settled => settled.Link == link, Limit);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Aborted_messages_are_forgotten_and_cost_no_credit(bool markedAsMore)
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        var all = Stream(driver, new RpcStreamOptions { Window = Window }).ToListAsync(Limit);
        var request = await RequestAsync(peer);
        var link = StreamLink(peer);
        var part = WireBytes.Encode(PeerMessages.Reply(request.MessageId, """{"response":[9],"part":0}"""));

        for (var i = 0; i < 5 * Window; i++)
        {
            peer.Abort(link, part, markedAsMore ? AbortedTransfer.MarkedAsMore : AbortedTransfer.MarkedAsLast, largestPayload: 5);
        }

        Part(peer, request, 0, "[1]");
        Reply(peer, request, """{"response":[2],"parts":1}""");

        (await all).ShouldBe([1, 2]);
        await peer.Events.FirstAsync<LinkDetached>(detached => detached.Link == link, Limit);
        peer.Events.Count<DeliverySettled>(settled => settled.Link == link).ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_connection_a_stream_ends_in_time()
    {
        await using var peer = Silent();
        await peer.StopAsync();
        await using var driver = Driver.Start(peer, time: _time);

        var first = Stream(driver).GetAsyncEnumerator(Limit).MoveNextAsync().AsTask();
        _time.Advance(ItemTimeout);

        (await Should.ThrowAsync<MessagingTimeoutException>(first)).Message.ShouldContain("could not begin within 20 s");
    }

    [Fact]
    public async Task A_request_that_is_refused_ends_the_stream_with_the_reason()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Reject("amqp:not-allowed"));
        await using var driver = Driver.Start(peer, time: _time);

        var failure = await Should.ThrowAsync<MessageDeliveryException>(Stream(driver).ToListAsync(Limit).AsTask());

        failure.Condition.ShouldBe("amqp:not-allowed");
    }

    [Fact]
    public async Task A_reader_that_leaves_returns_what_it_has_not_taken_and_detaches_its_link_when_the_peer_has_given_up_the_credit()
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        var link = await LeaveAsync(peer, driver);

        await peer.Events.ReachAsync<DeliverySettled>(2, settled => settled.Link == link && settled.State is Amqp.Framing.Released, Limit);
        peer.Events.Count<LinkDetached>(detached => detached.Link == link).ShouldBe(0);

        link.Flow(flow => (flow.DeliveryCount, flow.LinkCredit, flow.Drain) = (link.DeliveryCount + (uint)link.Credit, 0, true));

        await peer.Events.FirstAsync<LinkDetached>(detached => detached.Link == link, Limit);
    }

    [Fact]
    public async Task A_reader_that_leaves_detaches_its_link_when_the_peer_has_used_up_the_credit()
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        var link = await LeaveAsync(peer, driver);

        for (var i = 0; i < Window; i++)
        {
            peer.Deliver(link, PeerMessages.Reply("late"));
        }

        await peer.Events.FirstAsync<LinkDetached>(detached => detached.Link == link, Limit);
    }

    [Fact]
    public async Task A_reader_that_leaves_detaches_its_link_in_time_if_the_peer_does_not_answer_the_drain()
    {
        await using var peer = Silent();
        await using var driver = Driver.Start(peer, time: _time);
        var link = await LeaveAsync(peer, driver);

        _time.Advance(LeavingLinks.Limit);

        await peer.Events.FirstAsync<LinkDetached>(detached => detached.Link == link, Limit);
    }

    /// <summary>Takes one of three items, leaves the stream, and waits for the drain, which the peer does not answer.</summary>
    private async Task<PeerLink> LeaveAsync(ScriptedPeer peer, Driver driver)
    {
        peer.Script.AnswersDrains = false;
        var items = Stream(driver, new RpcStreamOptions { Window = Window }).GetAsyncEnumerator(Limit);
        var first = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        var link = StreamLink(peer);
        for (var part = 0; part < 3; part++)
        {
            Part(peer, request, part, $"[{part}]");
        }

        (await first).ShouldBeTrue();
        await items.DisposeAsync();
        await peer.Events.FirstAsync<CreditGranted>(granted => granted.Link == link && granted.Drain, Limit);
        return link;
    }

    private static ScriptedPeer Silent() =>
        ScriptedPeer.Start(script => (script.Product, script.Answer) = ("qpid-dispatch-router", static _ => PeerAnswer.Accept));

    private static IAsyncEnumerable<int> Stream(Driver driver, RpcStreamOptions? options = null) =>
        driver.Client(timeout: ItemTimeout).StreamAsync<int>("count", null, options);

    private async Task<PeerTransfer> RequestAsync(ScriptedPeer peer) => await peer.TransferAsync(transfer => transfer.ReplyTo is not null, Limit);

    private static PeerLink StreamLink(ScriptedPeer peer) => peer.Links(link => link.IsReplyLink && link.Name.Contains("rpc-stream", StringComparison.Ordinal)).Single();

    private static void Part(ScriptedPeer peer, PeerTransfer request, int part, string items) =>
        Reply(peer, request, $$"""{"response":{{items}},"part":{{part}}}""");

    private static void Reply(ScriptedPeer peer, PeerTransfer request, string body) => peer.Deliver(StreamLink(peer), PeerMessages.Reply(request.MessageId, body));
}
