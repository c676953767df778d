using Amqp;
using Amqp.Framing;

namespace Amqp1.Core.Tests.Bus.Replies;

/// <summary>Tests what a caller does with a probe of the server that serves its call.</summary>
public sealed class HeldProbeTests : FaultTest
{
    private const string Router = "qpid-dispatch-router";

    [Fact]
    [Trait("Conformance", "77")]
    public async Task A_router_gets_the_outcome_of_a_probe_when_the_call_has_ended()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer);
        var (call, id, link) = await CallAsync(peer, driver);

        peer.Deliver(link, Probe(id));
        // A second probe of the same call and those of other calls are accepted at once.
        peer.Deliver(link, Probe(id));
        peer.Deliver(link, Probe(new string('0', 32)));

        await peer.Events.ReachAsync<DeliverySettled>(2, cancel: Limit);
        // Messages are handled in their order, so that the first probe would be settled by now.
        peer.Deliver(link, Probe(new string('0', 32)));
        await peer.Events.ReachAsync<DeliverySettled>(3, cancel: Limit);
        peer.Events.Count<DeliverySettled>(_ => true).ShouldBe(3);
        peer.Deliver(link, PeerMessages.Reply(id));

        (await call).ShouldBe("made up");
        var settled = await peer.Events.ReachAsync<DeliverySettled>(5, cancel: Limit);
        settled.ShouldAllBe(outcome => outcome.State is Accepted);
    }

    [Fact]
    public async Task A_broker_gets_it_at_once()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = ("qpid-cpp", static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer);
        var (call, id, link) = await CallAsync(peer, driver);

        peer.Deliver(link, Probe(id));

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Accepted>();
        peer.Deliver(link, PeerMessages.Reply(id));
        (await call).ShouldBe("made up");
    }

    [Fact]
    public async Task Held_probes_use_no_credit()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, options => options.Rpc.ReplyLinkCredit = 4);
        var calls = new List<(Task<string?> Call, string Id)>();
        PeerLink? link = null;
        for (var number = 0; number < 20; number++)
        {
            (var call, var id, link) = await CallAsync(peer, driver, index: number);
            calls.Add((call, id));
            peer.Deliver(link, Probe(id));
        }

        foreach (var (call, id) in calls)
        {
            peer.Deliver(link!, PeerMessages.Reply(id));
            (await call).ShouldBe("made up");
        }

        await peer.Events.ReachAsync<DeliverySettled>(40, cancel: Limit);
    }

    [Fact]
    public async Task A_heartbeat_that_nobody_has_asked_for_is_accepted_at_once()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer);
        var (call, id, link) = await CallAsync(peer, driver);

        peer.Deliver(link, new Message { Properties = new Properties { CorrelationId = id } });

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Accepted>();
        call.IsCompleted.ShouldBeFalse();
        peer.Deliver(link, PeerMessages.Reply(id));
        (await call).ShouldBe("made up");
    }

    private static Message Probe(string id) => new() { Properties = new Properties { CorrelationId = "probe:" + id } };

    /// <summary>Makes a call. Completes when the peer has its request.</summary>
    private async Task<(Task<string?> Call, string Id, PeerLink Replies)> CallAsync(ScriptedPeer peer, Driver driver, int index = 0)
    {
        var call = driver.Client().CallAsync<string>("echo", new { data = "x" }, Limit);
        var request = await peer.TransferAsync(transfer => transfer.Index == index, Limit);
        return (call, request.Message.Properties.MessageId, peer.Links(link => !link.ClientSends)[0]);
    }
}
