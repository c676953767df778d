using Amqp1.Core.Tests.Telemetry;
using Amqp1.Diagnostics;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the limits of a stream, and of what is left of one that ends early.</summary>
public sealed class StreamLimitTests : FaultTest
{
    private readonly FakeTimeProvider _time = new();
    private readonly string _topic = $"topic-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_stream_cannot_be_used_with_fanout()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);

        var failure = await Should.ThrowAsync<InvalidTargetException>(
            Stream(driver.Client().Prepare(fanout: true)).ToListAsync(Limit).AsTask());

        failure.Message.ShouldContain("stream cannot be used with fanout");
    }

    [Theory]
    [InlineData(5, 20, 5)]
    [InlineData(null, 20, 20)]
    [InlineData(null, 0, 40)]
    public async Task The_limit_of_an_item_is_its_own_or_that_of_a_call_or_that_of_sending(int? item, int call, int expected)
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, options => options.Rpc.SendTimeout = TimeSpan.FromSeconds(40), _time);
        var options = new RpcStreamOptions { ItemTimeout = item is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        var all = Stream(driver.Client(timeout: TimeSpan.FromSeconds(call)), options).ToListAsync(Limit).AsTask();
        await RequestAsync(peer);

        // Until it is accepted, the request has a deadline of its own, which reports another text.
        await UntilAsync(() => driver.PendingDeliveries == 0);

        _time.Advance(TimeSpan.FromSeconds(expected) - TimeSpan.FromMilliseconds(100));
        all.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(200));

        (await Should.ThrowAsync<MessagingTimeoutException>(all)).Message.ShouldContain($"within {expected} s; 0 items");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    public async Task A_reader_that_comes_back_after_the_deadline_is_told_of_it(int later)
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Stream(driver.Client(), new RpcStreamOptions { Timeout = TimeSpan.FromSeconds(30) }).GetAsyncEnumerator(Limit);
        var first = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        await UntilAsync(() => driver.PendingDeliveries == 0);
        peer.Deliver(StreamLink(peer), PeerMessages.Reply(request.MessageId, """{"response":[1],"part":0}"""));
        (await first).ShouldBeTrue();

        _time.Advance(TimeSpan.FromSeconds(later));

        var failure = await Should.ThrowAsync<MessagingTimeoutException>(items.MoveNextAsync().AsTask());
        failure.Message.ShouldContain("did not end before its deadline; 1 items");
    }

    [Fact]
    public async Task Arguments_that_cannot_be_written_end_the_stream_before_it_begins()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);

        await Should.ThrowAsync<NotSupportedException>(
            driver.Client().StreamAsync<int>("count", new { type = typeof(int) }, cancel: Limit).ToListAsync(Limit).AsTask());

        await peer.Events.FirstAsync<LinkDetached>(detached => detached.Link.Name.Contains("rpc-stream", StringComparison.Ordinal), Limit);
        peer.Transfers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 30, 30)]
    [InlineData(50, null, 50)]
    [InlineData(50, 30, 30)]
    [InlineData(30, 50, 30)]
    public async Task A_stream_does_not_outlast_the_request_that_is_being_served(int? served, int? own, int? expected)
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);
        using var serving = ServedMessage.Begin(served is { } left ? driver.Transport.Bus.Deadlines.StampIn(TimeSpan.FromSeconds(left)) : null, trace: null);

        var options = new RpcStreamOptions { Timeout = own is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        var all = Stream(driver.Client(), options).ToListAsync(Limit).AsTask();
        var request = await RequestAsync(peer);

        var ttl = request.Message.Header?.Ttl;
        (ttl is > 0 and < uint.MaxValue ? (int?)(ttl / 1000) : null).ShouldBe(expected);
        await driver.DisposeAsync();
        await Should.ThrowAsync<Exception>(all);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_stream_whose_link_is_lost_after_it_has_begun_was_interrupted(bool isAccepted, bool hasItems)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => isAccepted ? PeerAnswer.Accept : PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Stream(driver.Client()).GetAsyncEnumerator(Limit);
        var first = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        await UntilAsync(() => driver.PendingDeliveries == 0 || !isAccepted);
        if (hasItems)
        {
            peer.Deliver(StreamLink(peer), PeerMessages.Reply(request.MessageId, """{"response":[1],"part":0}"""));
            (await first).ShouldBeTrue();
        }

        peer.Detach(StreamLink(peer), new Amqp.Framing.Error("amqp:link:detach-forced"));

        var failure = await Should.ThrowAsync<StreamInterruptedException>(hasItems ? items.MoveNextAsync().AsTask() : first);
        failure.ItemsReceived.ShouldBe(hasItems ? 1 : 0);
    }

    [Fact]
    public async Task A_request_that_waits_for_credit_is_not_sent_when_its_reader_has_left()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        var client = driver.Client();
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var all = Stream(client).ToListAsync(leaves.Token).AsTask();
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        await UntilAsync(() => driver.PendingDeliveries > 0);

        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(all);
        await UntilAsync(() => driver.PendingDeliveries == 0);
        peer.Script.Answer = _ => PeerAnswer.Accept;
        peer.Grant(link, 10);
        await client.CastAsync("echo", Echo("after"), Limit);

        peer.Transfers(transfer => transfer.Link == link).ShouldHaveSingleItem().Body.ShouldContain("after");
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "KeyError")]
    public async Task A_stream_is_measured_as_a_call_when_it_ends(bool fails, string? error)
    {
        using var durations = new Measured("rpc.client.call.duration", _topic);
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);
        var all = Stream(driver.Client(_topic)).ToListAsync(Limit).AsTask();
        var request = await RequestAsync(peer);
        durations.All.Count<Measured.Value>().ShouldBe(0);

        peer.Deliver(StreamLink(peer), PeerMessages.Reply(request.MessageId, fails
            ? """{"failure":"{\"class\":\"KeyError\",\"module\":\"builtins\",\"message\":\"a\",\"tb\":[],\"args\":[\"a\"],\"kwargs\":{}}"}"""
            : """{"response":[1]}"""));

        await (fails ? Should.ThrowAsync<KeyNotFoundException>(all) : (Task)all);
        durations.All.All<Measured.Value>().ShouldHaveSingleItem().Error.ShouldBe(error);
    }

    private static ScriptedPeer Accepting() => ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);

    private static IAsyncEnumerable<int> Stream(RpcClient client, RpcStreamOptions? options = null) => client.StreamAsync<int>("count", null, options);

    private static PeerLink StreamLink(ScriptedPeer peer) => peer.Links(link => link.IsReplyLink && link.Name.Contains("rpc-stream", StringComparison.Ordinal)).Single();

    private async Task<PeerTransfer> RequestAsync(ScriptedPeer peer) => await peer.TransferAsync(transfer => transfer.ReplyTo is not null, Limit);
}
