using Amqp1.Configuration;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of calls, casts and fanouts through a friendly peer and through a peer that does not answer.</summary>
public sealed class RpcSendTests : FaultTest
{
    [Fact]
    [Trait("Conformance", "1")]
    public async Task The_scheme_amqp_makes_a_transport()
    {
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:5672");

        transport.Url.Hosts.Single().Port.ShouldBe(5672);
    }

    [Fact]
    [Trait("Conformance", "2")]
    [Trait("EdgeCase", "39")]
    public async Task A_transport_that_was_never_used_is_disposed_of_at_once()
    {
        var transport = MessagingTransport.Create("amqp://127.0.0.1:1", TestOptions.Create());

        await transport.DisposeAsync().AsTask().WaitAsync(Limit);

        transport.Status.Receivers.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "3")]
    public async Task A_server_that_got_nothing_is_stopped_with_its_links_detached()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var server = await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        await server.StopAsync(Limit);

        await peer.Events.ReachAsync<LinkDetached>(3, cancel: Limit);
    }

    [Fact]
    [Trait("Conformance", "4")]
    public async Task A_cast_arrives_and_is_accepted_once()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);

        await driver.Client().CastAsync("echo", Echo("one"), Limit);

        await endpoint.Requests.FirstAsync<string>(cancel: Limit);
        var settled = await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit);
        settled.State.ShouldBeOfType<Amqp.Framing.Accepted>();
        await driver.DisposeAsync();
        peer.Events.Count<DeliverySettled>().ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "5")]
    public async Task The_same_topic_of_two_exchanges_is_two_services()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint((_, data) => Task.FromResult("e1 " + data)), exchange: "e1", cancel: Limit);
        await driver.ServeAsync(new TestEndpoint((_, data) => Task.FromResult("e2 " + data)), exchange: "e2", cancel: Limit);

        (await driver.Client(exchange: "e1").CallAsync<string>("echo", Echo("a"), Limit)).ShouldBe("e1 a");
        (await driver.Client(exchange: "e2").CallAsync<string>("echo", Echo("b"), Limit)).ShouldBe("e2 b");
    }

    [Fact]
    [Trait("Conformance", "6")]
    public async Task Shared_directed_and_fanout_requests_each_find_their_servers_and_are_all_accepted()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var first = new TestEndpoint((_, _) => Task.FromResult("first"));
        var second = new TestEndpoint((_, _) => Task.FromResult("second"));
        await driver.ServeAsync(first, "first", cancel: Limit);
        await driver.ServeAsync(second, "second", cancel: Limit);
        var client = driver.Client();

        string?[] shared =
        [
            await client.CallAsync<string>("echo", Echo("s"), Limit),
            await client.CallAsync<string>("echo", Echo("s"), Limit),
            await client.CallAsync<string>("echo", Echo("s"), Limit),
            await client.CallAsync<string>("echo", Echo("s"), Limit),
        ];
        shared[0].ShouldNotBe(shared[1]);
        shared[2..].ShouldBe(shared[..2], "they take turns");
        (await driver.Client(server: "first").CallAsync<string>("echo", Echo("d"), Limit)).ShouldBe("first");
        (await driver.Client(server: "second").CallAsync<string>("echo", Echo("d"), Limit)).ShouldBe("second");
        await client.FanoutAsync("echo", Echo("all"), Limit);

        await first.Requests.FirstAsync<string>(data => data == "all", Limit);
        await second.Requests.FirstAsync<string>(data => data == "all", Limit);
        // The peer gets the outcomes of four shared calls, two directed calls, their six replies, and two messages of the fanout.
        var settled = await peer.Events.ReachAsync<DeliverySettled>(14, cancel: Limit);
        settled.ShouldAllBe(one => one.State is Amqp.Framing.Accepted);
        await driver.DisposeAsync();
        peer.Events.Count<DeliverySettled>().ShouldBe(14);
    }

    [Fact]
    [Trait("Conformance", "7")]
    public async Task A_call_without_a_reply_ends_with_a_timeout()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);

        await Should.ThrowAsync<MessagingTimeoutException>(driver.Client(timeout: TimeSpan.FromMilliseconds(200)).CallAsync<string>("echo", null, Limit));

        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "8")]
    public async Task A_released_call_without_retries_fails()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);

        await Should.ThrowAsync<MessageDeliveryException>(driver.Client(retry: 0).CallAsync<string>("echo", null, Limit));

        peer.Transfers().Count.ShouldBe(1);
    }

    [Fact]
    [Trait("EdgeCase", "31")]
    public async Task A_released_call_with_endless_retries_is_sent_again_until_there_is_a_server()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Connection.LinkRetryDelay = TimeSpan.FromSeconds(10));

        var call = driver.Client().CallAsync<string>("echo", Echo("late"), Limit);
        await peer.Events.ReachAsync<TransferReceived>(2, cancel: Limit);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await call).ShouldBe("late");
        var ids = peer.Transfers(transfer => transfer.MessageId is not null).Select(transfer => transfer.MessageId).ToArray();
        ids.Distinct().Count().ShouldBe(ids.Length, "every attempt has an id of its own");
        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "9")]
    public async Task A_call_without_a_timeout_that_is_never_settled_fails_after_the_send_timeout()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer, options => options.Rpc.SendTimeout = TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<MessageDeliveryException>(driver.Client(timeout: TimeSpan.Zero).CallAsync<string>("echo", null, Limit));
    }

    [Fact]
    public async Task A_cast_that_is_never_settled_fails_after_the_send_timeout()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer, options => options.Rpc.SendTimeout = TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<MessageDeliveryException>(driver.Client().CastAsync("echo", null, Limit));
    }

    [Fact]
    [Trait("Conformance", "10")]
    public async Task A_pre_settled_cast_is_done_when_it_is_sent()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer, options => options.PreSettled = PreSettledKinds.RpcCast);

        await driver.Client().CastAsync("echo", Echo("gone"), Limit);

        var sent = await peer.TransferAsync(_ => true, Limit);
        sent.Settled.ShouldBeTrue();
    }

    [Fact]
    [Trait("EdgeCase", "8")]
    public async Task A_pre_settled_call_ends_with_its_reply()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.PreSettled = PreSettledKinds.RpcCall | PreSettledKinds.RpcReply);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");

        peer.Transfers().ShouldAllBe(transfer => transfer.Settled);
        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "11")]
    [Trait("EdgeCase", "24")]
    public async Task A_reply_after_the_timeout_is_settled_and_harms_nobody()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer =
            transfer => transfer.Body.Contains("late", StringComparison.Ordinal) ? PeerAnswer.Accept : PeerAnswer.Route);
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        // A server in Python sends a reply even after the deadline.
        await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: TimeSpan.FromMilliseconds(200)).CallAsync<string>("echo", Echo("late"), Limit));
        var request = await peer.TransferAsync(transfer => transfer.Body.Contains("late", StringComparison.Ordinal), Limit);
        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(request.MessageId));

        var settled = await peer.Events.FirstAsync<DeliverySettled>(one => one.Link.IsReplyLink, Limit);
        settled.State.ShouldBeOfType<Amqp.Framing.Accepted>();
        (await driver.Client().CallAsync<string>("echo", Echo("next"), Limit)).ShouldBe("next");
    }

    [Fact]
    [Trait("Conformance", "12")]
    public async Task An_exception_of_the_server_comes_up_at_the_caller()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint((_, _) => throw new InvalidOperationException("so it goes")), cancel: Limit);

        var raised = await Should.ThrowAsync<InvalidOperationException>(driver.Client().CallAsync<string>("echo", null, Limit));

        raised.InnerException.ShouldBeOfType<RemoteErrorException>().ErrorClass.ShouldBe("RuntimeError");
    }

    [Fact]
    [Trait("Conformance", "13")]
    public async Task A_reply_that_is_never_settled_holds_up_neither_caller_nor_server()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = transfer =>
            transfer.To.StartsWith("source-", StringComparison.Ordinal) ? PeerAnswer.Nothing : PeerAnswer.Route);
        await using var driver = Driver.Start(peer, options => options.Rpc.ReplyTimeout = TimeSpan.FromMilliseconds(300));
        var server = await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: TimeSpan.FromMilliseconds(300)).CallAsync<string>("echo", Echo("x"), Limit));

        await server.StopAsync(Limit).WaitAsync(Limit);
    }

    [Fact]
    [Trait("Conformance", "15")]
    [Trait("EdgeCase", "34")]
    public async Task Windows_of_one_message_are_enough_for_parallel_calls()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 1);
        await using var driver = Driver.Start(peer, options =>
        {
            options.Rpc.ServerCredit = 1;
            options.Rpc.ReplyLinkCredit = 1;
        });
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var client = driver.Client();

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.CallAsync<string>("echo", Echo($"{i}"), Limit)));

        replies.ShouldBe(Enumerable.Range(0, 8).Select(i => $"{i}"));
    }

    [Fact]
    [Trait("Conformance", "16")]
    [Trait("EdgeCase", "14")]
    public async Task A_sender_that_is_idle_is_detached_and_comes_back_with_the_next_message()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Connection.SenderLinkTimeout = TimeSpan.FromMilliseconds(200));
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        static bool IsSender(PeerLink link) => link.ClientSends && link.Address.Contains("test-topic", StringComparison.Ordinal);

        await driver.Client().CastAsync("echo", Echo("1"), Limit);
        await peer.Events.ReachAsync<LinkDetached>(1, one => IsSender(one.Link), Limit);
        await driver.Client().CastAsync("echo", Echo("2"), Limit);
        await peer.Events.ReachAsync<LinkDetached>(2, one => IsSender(one.Link), Limit);

        await peer.Events.ReachAsync<SessionEnded>(2, cancel: Limit);
        peer.Events.Count<LinkAttached>(one => IsSender(one.Link)).ShouldBe(2);
    }
}
