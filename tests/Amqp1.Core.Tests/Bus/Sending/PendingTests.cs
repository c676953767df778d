using Amqp.Framing;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>Tests that nothing is left of a message or a call that is over, however it ended.</summary>
public sealed class PendingTests : FaultTest
{
    [Fact]
    [Trait("EdgeCase", "12")]
    public async Task Deadlines_go_with_the_messages_they_were_for()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("first"), Limit)).ShouldBe("first");
        await driver.Client(server: "server").CastAsync("echo", Echo("second"), Limit);
        var client = driver.Client(timeout: TimeSpan.FromHours(1));
        var before = driver.Transport.Bus.Deadlines.Count;

        for (var i = 0; i < 50; i++)
        {
            await client.Prepare(callMonitorTimeout: TimeSpan.FromMinutes(10)).CallAsync<string>("echo", Echo("call"), Limit);
            await client.Prepare(server: "server").CastAsync("echo", Echo("cast"), Limit);
        }

        // The replies of the last calls may still wait for their outcomes, but not the replies of all calls.
        driver.Transport.Bus.Deadlines.Count.ShouldBeLessThan(before + 25);
    }

    [Fact]
    [Trait("EdgeCase", "13")]
    public async Task A_call_can_be_given_up_when_its_reply_link_is_gone_and_nothing_is_left_of_it()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var call = driver.Client().CallAsync<string>("echo", Echo("x"), cancel.Token);
        await peer.TransferAsync(_ => true, Limit);
        peer.Detach(peer.Links(link => link.IsReplyLink).Single(), new Error("amqp:link:detach-forced"));

        await cancel.CancelAsync();

        // Either the loss of the reply address or the caller's token may come first.
        await Should.ThrowAsync<Exception>(call);
        await peer.Events.ReachAsync<ConnectionOpened>(2, cancel: Limit);
        driver.PendingCalls.ShouldBe(0);

        // The cancellation may be on its way to the server over the new connection.
        await UntilAsync(() => driver.PendingDeliveries == 0);
    }

    [Fact]
    [Trait("EdgeCase", "33")]
    public async Task A_monitored_call_that_ended_while_it_waited_for_credit_is_not_sent_later()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        var client = driver.Client(timeout: TimeSpan.FromMinutes(10));
        var before = client.CastAsync("echo", Echo("before"), Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);

        var ended = await Should.ThrowAsync<MessagingTimeoutException>(
            client.Prepare(callMonitorTimeout: TimeSpan.FromMilliseconds(300)).CallAsync<string>("echo", Echo("given up"), Limit));
        peer.Script.Answer = _ => PeerAnswer.Accept;
        peer.Grant(link, 10);
        await before;
        await client.CastAsync("echo", Echo("after"), Limit);

        ended.Message.ShouldContain("heartbeat");
        var transfers = peer.Transfers();
        transfers.Count.ShouldBe(2);
        transfers[0].Body.ShouldContain("before");
        transfers[1].Body.ShouldContain("after");
    }

    [Fact]
    [Trait("EdgeCase", "35")]
    public async Task Calls_and_casts_that_waited_for_credit_go_out_in_the_order_in_which_they_were_made()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = link => link.Address.StartsWith("source-", StringComparison.Ordinal) ? 10 : 0);
        await using var driver = Driver.Start(peer);
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);
        var client = driver.Client();
        Task[] sent =
        [
            client.CastAsync("echo", Echo("1"), Limit),
            client.CallAsync<string>("echo", Echo("2"), Limit),
            client.CastAsync("echo", Echo("3"), Limit),
            client.CallAsync<string>("echo", Echo("4"), Limit),
        ];
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        driver.PendingDeliveries.ShouldBe(4);

        peer.Grant(link, 4);

        await Task.WhenAll(sent);
        peer.Transfers(transfer => transfer.To == link.Address)
            .Select(transfer => transfer.Body.Split("\"data\":\"")[1][0]).ShouldBe("1234");
    }

    [Fact]
    [Trait("EdgeCase", "6")]
    public async Task A_cast_is_done_while_the_method_it_started_still_runs()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        var gate = new TaskCompletionSource();
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            await gate.Task;
            return data;
        });
        await driver.ServeAsync(endpoint, cancel: Limit);

        await driver.Client().CastAsync("echo", Echo("slow"), Limit);

        await endpoint.Requests.FirstAsync<string>(cancel: Limit);
        gate.SetResult();
    }

    [Fact]
    [Trait("EdgeCase", "39")]
    public async Task A_transport_whose_peer_is_gone_is_disposed_of_and_what_waits_fails()
    {
        var peer = ScriptedPeer.Start();
        var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        await peer.DisposeAsync();
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);

        await driver.DisposeAsync().AsTask().WaitAsync(Limit);

        await Should.ThrowAsync<MessageDeliveryException>(cast);
    }
}
