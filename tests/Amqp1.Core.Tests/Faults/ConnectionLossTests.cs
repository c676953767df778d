using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests of the effect of a lost connection, at any moment of its life, on pending calls and messages.</summary>
public sealed class ConnectionLossTests : FaultTest
{
    [Fact]
    [Trait("EdgeCase", "25")]
    public async Task A_call_that_was_accepted_fails_at_once_when_the_connection_is_lost()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var call = driver.Client(timeout: TimeSpan.FromMinutes(10)).CallAsync<string>("echo", Echo("x"), Limit);
        await peer.TransferAsync(_ => true, Limit);

        peer.CutAll();

        await Should.ThrowAsync<MessageDeliveryException>(call);
        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    [Trait("EdgeCase", "4")]
    public async Task A_message_that_has_left_is_not_sent_again_when_the_connection_is_lost()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer);
        var cast = driver.Client().CastAsync("echo", Echo("x"), Limit);
        var call = driver.Client(timeout: TimeSpan.FromMinutes(10)).CallAsync<string>("echo", Echo("x"), Limit);
        var notification = driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);
        await peer.Events.ReachAsync<TransferReceived>(3, cancel: Limit);

        peer.CutAll();

        await Should.ThrowAsync<MessageDeliveryException>(cast);
        await Should.ThrowAsync<MessageDeliveryException>(call);
        await Should.ThrowAsync<MessageDeliveryException>(notification);
        await peer.Events.ReachAsync<ConnectionOpened>(2, cancel: Limit);
        peer.Transfers().Count.ShouldBe(3);
        driver.PendingDeliveries.ShouldBe(0);
        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    [Trait("EdgeCase", "1")]
    [Trait("EdgeCase", "16")]
    public async Task A_message_that_waits_goes_out_on_the_next_connection_in_its_order()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        var casts = Enumerable.Range(0, 5).Select(i => driver.Client(retry: 1).CastAsync("echo", Echo($"{i}"), Limit)).ToArray();
        await peer.LinkAsync(link => link.ClientSends, Limit);

        peer.Script.Credit = _ => 2;
        peer.Script.Answer = _ => PeerAnswer.Accept;
        peer.CutAll();

        await Task.WhenAll(casts);
        peer.Transfers().Select(transfer => transfer.Body[transfer.Body.IndexOf("data", StringComparison.Ordinal) + 7]).ShouldBe("01234");
    }

    [Fact]
    [Trait("EdgeCase", "16")]
    public async Task A_message_that_waits_without_retries_fails_when_the_connection_is_lost()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        var cast = driver.Client(retry: 0).CastAsync("echo", null, Limit);
        await peer.LinkAsync(link => link.ClientSends, Limit);

        peer.CutAll();

        await Should.ThrowAsync<MessageDeliveryException>(cast);
    }

    [Fact]
    public async Task A_call_that_was_released_is_not_in_doubt_when_the_connection_is_lost_before_it_is_sent_again()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Connection.LinkRetryDelay = TimeSpan.FromSeconds(1));
        var call = driver.Client(retry: 3).CallAsync<string>("echo", Echo("x"), Limit);
        await peer.TransferAsync(_ => true, Limit);
        peer.Script.Answer = _ => PeerAnswer.Accept;
        // The answer to a later message proves that the outcome of the first one was received.
        await driver.Client("other").CastAsync("echo", null, Limit);
        peer.Script.Answer = _ => PeerAnswer.Route;

        peer.CutAll();
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await call).ShouldBe("x");
    }

    [Fact]
    [Trait("EdgeCase", "1")]
    public async Task A_connection_cut_after_any_number_of_bytes_is_made_again_and_no_caller_is_forgotten()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Connection.RetryIntervalMax = TimeSpan.FromMilliseconds(20));
        for (var bytes = 1; bytes < 1500; bytes += 37)
        {
            peer.Script.CutAfterBytes = bytes;
            peer.CutAll();
            var call = driver.Client("nobody", timeout: TimeSpan.FromMilliseconds(100)).CallAsync<string>("echo", Echo("x"), Limit);
            await Should.ThrowAsync<MessagingException>(call);
        }

        peer.Script.CutAfterBytes = null;
        peer.CutAll();
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    public async Task An_open_that_is_late_lets_callers_keep_their_deadlines()
    {
        var gate = new TaskCompletionSource();
        await using var peer = ScriptedPeer.Start(script => script.OpenGate = gate.Task);
        await using var driver = Driver.Start(peer);

        await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: TimeSpan.FromMilliseconds(200)).CallAsync<string>("echo", null, Limit));
        gate.SetResult();

        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
    }

    [Fact]
    public async Task An_open_that_never_comes_is_given_up_and_tried_again()
    {
        var gate = new TaskCompletionSource();
        await using var peer = ScriptedPeer.Start(script => script.OpenGate = gate.Task);
        await using var driver = Driver.Start(peer, options => options.Connection.OpenTimeout = TimeSpan.FromMilliseconds(300));
        await peer.Events.ReachAsync<SaslAttempted>(3, cancel: Limit);

        peer.Script.OpenGate = Task.CompletedTask;

        await driver.Transport.WaitForConnectionAsync(Limit);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("AMQP\0\0\u0009\u0001")]
    [InlineData("")]
    public async Task A_peer_that_does_not_speak_amqp_fails_the_attempt_and_is_tried_again(string greeting)
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        await using var driver = Driver.Start($"amqp://127.0.0.1:{port}");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var client = await listener.AcceptTcpClientAsync(Limit);
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(greeting), Limit);
        }

        driver.Transport.Status.State.ShouldNotBe(ConnectionState.Open);
    }

    [Fact]
    [Trait("EdgeCase", "46")]
    public async Task A_peer_without_dynamic_nodes_lets_calls_fail_at_their_deadlines_and_says_why()
    {
        await using var peer = ScriptedPeer.Start(script => script.DynamicNodes = false);
        await using var driver = Driver.Start(peer);

        await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: TimeSpan.FromMilliseconds(500)).CallAsync<string>("echo", null, Limit));

        await peer.Events.ReachAsync<LinkRefused>(1, cancel: Limit);
        driver.Transport.Status.LastError.ShouldNotBeNull().ShouldContain("reply link");
    }

    [Fact]
    [Trait("EdgeCase", "46")]
    public async Task A_peer_without_dynamic_nodes_is_good_enough_for_notifications()
    {
        await using var peer = ScriptedPeer.Start(script => script.DynamicNodes = false);
        await using var driver = Driver.Start(peer);
        await driver.ListenAsync(new TestListener("topic"), Limit);

        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);

        peer.Events.Count<LinkRefused>().ShouldBe(0);
    }

    [Fact]
    [Trait("EdgeCase", "39")]
    public async Task Stopping_while_the_peer_is_frozen_ends_within_its_limit_and_fails_what_waits()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        var driver = Driver.Start(peer);
        var cast = driver.Client().CastAsync("echo", null, Limit);
        await peer.TransferAsync(_ => true, Limit);
        peer.FreezeAll();
        var call = driver.Client().CallAsync<string>("echo", null, Limit);

        await driver.DisposeAsync().AsTask().WaitAsync(Limit);

        await Should.ThrowAsync<MessageDeliveryException>(cast);
        await Should.ThrowAsync<MessageDeliveryException>(call);
    }

    [Fact]
    public async Task A_handler_of_the_status_that_throws_does_not_end_the_connection()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        driver.Transport.StatusChanged += _ => throw new InvalidOperationException("a handler's own trouble");

        peer.CutAll();
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
    }

    [Fact]
    public async Task A_peer_that_ends_sessions_while_messages_are_settled_does_not_stop_the_driver()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options =>
        {
            options.Rpc.ServerCredit = 2;
            options.Connection.LinkRetryDelay = TimeSpan.FromMilliseconds(10);
        });
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        for (var round = 0; round < 40; round++)
        {
            var attached = peer.Events.Count<LinkAttached>(one => !one.Link.ClientSends);
            var server = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal) && !link.ClientSends).Single();
            for (var i = 0; i < 6; i++)
            {
                peer.Deliver(server, PeerMessages.Request("echo", $"{round}.{i}"));
            }

            peer.End(server.Session, new Error("amqp:session:errant-link"));
            await peer.Events.ReachAsync<LinkAttached>(attached + 1, one => !one.Link.ClientSends, Limit);
        }

        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }
}
