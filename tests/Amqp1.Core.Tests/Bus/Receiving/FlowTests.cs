namespace Amqp1.Core.Tests.Bus.Receiving;

/// <summary>Tests of credit, session windows, drains and echo requests of a peer (AMQP 1.0, 2.5.6 and 2.6.7).</summary>
public sealed class FlowTests : FaultTest
{
    [Theory]
    [InlineData(0x7fffffffu)]
    [InlineData(0x80000000u)]
    [InlineData(0xffffffffu)]
    public async Task Credit_is_an_unsigned_number(uint credit)
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        var first = driver.Client().CastAsync("echo", Echo("1"), Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        peer.Script.Answer = _ => PeerAnswer.Accept;

        link.Flow(flow => flow.LinkCredit = credit);

        await first;
        await driver.Client().CastAsync("echo", Echo("2"), Limit);
        link.Flow(flow => flow.LinkCredit = credit);
        await driver.Client().CastAsync("echo", Echo("3"), Limit);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    public async Task Nothing_is_sent_while_the_window_of_the_session_is_smaller_than_what_is_under_way(uint window)
    {
        await using var peer = ScriptedPeer.Start(script => (script.Credit, script.Answer) = (_ => 0, _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer);
        var first = driver.Client().CastAsync("echo", Echo("1"), Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        link.Flow(flow => (flow.LinkCredit, flow.IncomingWindow) = (100, 3));
        await first;
        await driver.Client().CastAsync("echo", Echo("2"), Limit);
        await driver.Client().CastAsync("echo", Echo("3"), Limit);

        // The peer has seen three transfers, and takes back the window that it left open for the last two.
        link.Flow(flow => (flow.NextIncomingId, flow.LinkCredit, flow.IncomingWindow, flow.Echo) = (3 - window - 1, 97, window, true));
        await peer.Events.FirstAsync<FlowReceived>(flow => flow.Session == link.Session, Limit);
        var fourth = driver.Client().CastAsync("echo", Echo("4"), Limit);
        var fifth = driver.Client().CastAsync("echo", Echo("5"), Limit);
        await AskAsync(peer, link, window: 0);
        peer.Transfers().Count.ShouldBe(3);

        link.Flow(flow => (flow.LinkCredit, flow.IncomingWindow) = (97, 1));
        await Task.WhenAny(fourth, fifth).WaitAsync(Limit);
        await AskAsync(peer, link, window: 0);
        peer.Transfers().Count.ShouldBe(4);

        link.Flow(flow => flow.LinkCredit = 96);
        await Task.WhenAll(fourth, fifth);
        peer.Events.Count<ConnectionOpened>().ShouldBe(1);
    }

    [Fact]
    public async Task A_message_of_several_frames_stops_at_the_window_and_goes_on_when_it_opens()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Credit, script.Answer) = (_ => 0, _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer);
        var text = new string('x', 600_000);
        var cast = driver.Client().CastAsync("echo", Echo(text), Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        link.Flow(flow => (flow.LinkCredit, flow.IncomingWindow, flow.Echo) = (10, 2, true));
        await peer.Events.FirstAsync<FlowReceived>(flow => flow.Session == link.Session, Limit);
        link.Session.NextIncomingId.ShouldBe(2u);

        link.Flow(flow => (flow.NextIncomingId, flow.LinkCredit, flow.IncomingWindow, flow.Echo) = (0, 10, 1, true));
        await peer.Events.ReachAsync<FlowReceived>(2, flow => flow.Session == link.Session, Limit);
        link.Session.NextIncomingId.ShouldBe(2u);
        peer.Transfers().ShouldBeEmpty();

        link.Flow(flow => (flow.LinkCredit, flow.IncomingWindow) = (10, 10));
        await cast;
        peer.Transfers().Single().Body.ShouldContain(text);
    }

    [Fact]
    public async Task What_waits_for_the_window_can_be_withdrawn_and_is_not_sent_later()
    {
        await using var peer = ScriptedPeer.Start(script => script.Credit = _ => 0);
        await using var driver = Driver.Start(peer);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var cast = driver.Client().CastAsync("echo", Echo("1"), cancel.Token);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);
        link.Flow(flow => (flow.LinkCredit, flow.IncomingWindow, flow.Echo) = (10, 0, true));
        await peer.Events.FirstAsync<FlowReceived>(flow => flow.Session == link.Session, Limit);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(cast);

        link.Flow(flow => (flow.LinkCredit, flow.Echo) = (10, true));
        await peer.Events.ReachAsync<FlowReceived>(2, flow => flow.Session == link.Session, Limit);
        peer.Transfers().ShouldBeEmpty();
        driver.PendingDeliveries.ShouldBe(0);
    }

    [Fact]
    public async Task A_drained_sender_gives_its_credit_up_and_goes_on_with_what_is_granted_after()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Credit, script.Answer) = (_ => 0, _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer);
        var first = driver.Client().CastAsync("echo", Echo("1"), Limit);
        var second = driver.Client().CastAsync("echo", Echo("2"), Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);

        link.Flow(flow => (flow.LinkCredit, flow.Drain) = (7, true));

        await Task.WhenAll(first, second);
        var answer = (await peer.Events.FirstAsync<FlowReceived>(flow => flow.Session == link.Session, Limit)).Flow;
        (answer.Handle, answer.DeliveryCount, answer.LinkCredit, answer.Drain, answer.Echo).ShouldBe((link.Handle, 7u, 0u, true, false));
        answer.NextOutgoingId.ShouldBe(2u);

        // No credit that was drained is used, and all of the new credit is.
        var third = driver.Client().CastAsync("echo", Echo("3"), Limit);
        var fourth = driver.Client().CastAsync("echo", Echo("4"), Limit);
        await AskAsync(peer, link, window: 100);
        peer.Transfers().Count.ShouldBe(2);
        link.Flow(flow => (flow.DeliveryCount, flow.LinkCredit) = (7, 1));
        await Task.WhenAny(third, fourth).WaitAsync(Limit);
        await AskAsync(peer, link, window: 100);
        peer.Transfers().Count.ShouldBe(3);
        link.Flow(flow => (flow.DeliveryCount, flow.LinkCredit) = (8, 1));
        await Task.WhenAll(third, fourth);
    }

    [Fact]
    public async Task A_drain_without_credit_is_answered_as_well_and_so_is_the_drain_of_a_sender_of_replies()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        var senders = peer.Links(link => link.ClientSends);
        senders.Count.ShouldBe(2);

        foreach (var link in senders)
        {
            link.Flow(flow => (flow.LinkCredit, flow.Drain) = (0, true));

            var answer = (await peer.Events.FirstAsync<FlowReceived>(flow => flow.Session == link.Session, Limit)).Flow;
            (answer.DeliveryCount, answer.LinkCredit, answer.Drain).ShouldBe((1u, 0u, true));
            link.Flow(flow => flow.LinkCredit = 10);
        }

        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
    }

    [Fact]
    public async Task The_state_of_a_sender_a_receiver_and_a_session_is_told_when_the_peer_asks()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.ServerCredit = 20);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        var sender = peer.Links(link => link.ClientSends && link.Address != "source-1")[0];
        var receiver = peer.Links(link => !link.ClientSends && link.DeliveryCount == 1 && !link.IsReplyLink).Single();

        sender.Flow(flow => flow.Echo = true);
        var answer = (await peer.Events.FirstAsync<FlowReceived>(flow => flow.Session == sender.Session, Limit)).Flow;
        (answer.HasHandle, answer.DeliveryCount, answer.LinkCredit, answer.Drain).ShouldBe((true, 1u, 9u, false));

        var before = peer.Events.Count<FlowReceived>(flow => flow.Session == receiver.Session);
        receiver.Flow(flow => flow.Echo = true);
        answer = (await peer.Events.ReachAsync<FlowReceived>(before + 1, flow => flow.Session == receiver.Session, Limit))[^1].Flow;
        (answer.HasHandle, answer.DeliveryCount, answer.LinkCredit, answer.Drain).ShouldBe((true, 1u, 19u, false));

        var session = sender.Session.Flow();
        session.Echo = true;
        sender.Session.Connection.Send(sender.Session.Channel, session);
        answer = (await peer.Events.ReachAsync<FlowReceived>(2, flow => flow.Session == sender.Session, Limit))[^1].Flow;
        (answer.HasHandle, answer.NextOutgoingId, answer.Echo).ShouldBe((false, 1u, false));
        answer.IncomingWindow.ShouldBeGreaterThan(0u);
    }

    /// <summary>
    /// Sends a flow that asks for the state of a session whose window has that size. When it completes, everything sent before the answer
    /// has been received.
    /// </summary>
    private async Task AskAsync(ScriptedPeer peer, PeerLink link, uint window)
    {
        var answered = peer.Events.Count<FlowReceived>(flow => flow.Session == link.Session);
        var question = link.Session.Flow();
        (question.IncomingWindow, question.Echo) = (window, true);
        link.Session.Connection.Send(link.Session.Channel, question);
        await peer.Events.ReachAsync<FlowReceived>(answered + 1, flow => flow.Session == link.Session, Limit);
    }
}
