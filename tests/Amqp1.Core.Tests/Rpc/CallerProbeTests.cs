using Amqp.Framing;
using Amqp1.Dialects;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests how a server finds out that a caller has gone without a word, while its method runs.</summary>
public sealed class CallerProbeTests : FaultTest
{
    private const string Caller = "replies";
    private const string Router = "qpid-dispatch-router";
    private const string Broker = "qpid-cpp";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _time = new();
    private readonly EventLog<string> _running = new();
    private readonly EventLog<string> _cancelled = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    [Trait("Conformance", "77")]
    public async Task A_caller_whose_probe_comes_back_twice_has_gone()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Release));
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);
        await RequestAsync(peer, IdOf(1));

        await PassUntilAsync(peer, transfers: 2);

        (await _cancelled.FirstAsync<string>(cancel: Limit)).ShouldBe(IdOf(1));
        peer.Transfers().ShouldAllBe(transfer => !transfer.Settled && transfer.Message.Properties.CorrelationId == "probe:" + IdOf(1));
    }

    [Fact]
    [Trait("Conformance", "77")]
    public async Task A_probe_that_comes_back_once_says_nothing()
    {
        await using var peer = ScriptedPeer.Start(script =>
            (script.Product, script.Answer) = (Router, transfer => transfer.Index == 0 ? PeerAnswer.Modify(deliveryFailed: true, undeliverableHere: false) : PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        var server = await ServeAsync(driver);
        await RequestAsync(peer, IdOf(1));

        await PassUntilAsync(peer, transfers: 3);

        server.Calls.Count.ShouldBe(1);
        _over.SetResult();
    }

    [Fact]
    public async Task There_is_one_probe_for_each_caller_and_another_one_when_it_was_settled()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Nothing));
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);
        await RequestAsync(peer, IdOf(1));
        await RequestAsync(peer, IdOf(2));
        await PassUntilAsync(peer, transfers: 1);

        await PassAsync(TimeSpan.FromSeconds(10));

        var probe = peer.Transfers().ShouldHaveSingleItem();
        peer.Script.Answer = static _ => PeerAnswer.Accept;
        peer.Settle(probe, new Accepted());
        await PassUntilAsync(peer, transfers: 2);
        _over.SetResult();
    }

    [Fact]
    public async Task The_longer_a_method_runs_the_fewer_probes_are_sent()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);
        await RequestAsync(peer, IdOf(1));
        var began = _time.GetTimestamp();

        await PassUntilAsync(peer, transfers: 60);

        // The first second has 20 probes, one each 50 ms. After it, the interval is a twentieth of the elapsed time, so that the next 40 probes
        // take until e^(40/20) s = 7.4 s. They take longer if an outcome arrives late.
        _time.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(6.5));
        _over.SetResult();
    }

    [Fact]
    public async Task A_method_that_ends_soon_sends_nothing_but_its_reply()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);
        await RequestAsync(peer, IdOf(1));
        _time.Advance(TimeSpan.FromMilliseconds(50));

        _over.SetResult();

        (await peer.TransferAsync(_ => true, Limit)).Body.ShouldContain("response");
        await PassAsync(TimeSpan.FromSeconds(3));
        peer.Transfers().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("f2d1c8a00b1d4f389a552f4f7b0f6a2e")]
    [InlineData("f2d1c8a00b1d4f38ba552f4f7b0f6a2e")]
    public async Task A_caller_of_another_driver_gets_no_probe(string id)
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Router, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);
        await RequestAsync(peer, id);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);

        await PassAsync(TimeSpan.FromSeconds(3));

        peer.Transfers().ShouldBeEmpty();

        // The link tells nevertheless if the peer closes it.
        peer.Detach(link, new Error("amqp:resource-deleted"));
        (await _cancelled.FirstAsync<string>(cancel: Limit)).ShouldBe(id);
    }

    [Fact]
    [Trait("Conformance", "77")]
    public async Task A_caller_whose_address_has_had_no_credit_for_a_while_has_gone()
    {
        await using var peer = ScriptedPeer.Start(script =>
            (script.Product, script.Credit) = (Router, link => link.Address == Caller ? 0 : 100));
        await using var driver = Driver.Start(peer, time: _time);
        var server = await ServeAsync(driver);
        await RequestAsync(peer, IdOf(1));
        await peer.LinkAsync(link => link.ClientSends, Limit);

        await PassAsync(TimeSpan.FromSeconds(4));
        server.Calls.Count.ShouldBe(1);
        using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (server.Calls.Count > 0)
        {
            _time.Advance(Step);
            await turn.WaitForNextTickAsync(Limit);
        }

        (await _cancelled.FirstAsync<string>(cancel: Limit)).ShouldBe(IdOf(1));
    }

    [Fact]
    [Trait("Conformance", "77")]
    public async Task A_broker_is_asked_with_another_attach_which_it_refuses_when_the_caller_has_gone()
    {
        var isGone = false;
        await using var peer = ScriptedPeer.Start(script =>
        {
            (script.Product, script.Answer) = (Broker, static _ => PeerAnswer.Accept);
            script.Refuse = link => isGone && link.Address == Caller ? new Error("amqp:not-found") : null;
        });
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);
        await RequestAsync(peer, IdOf(1));
        await PassUntilAsync<LinkAttached>(peer, attached => attached.Link is { ClientSends: true, Address: Caller }, 3);
        peer.Transfers().ShouldBeEmpty();

        isGone = true;
        await PassUntilAsync<LinkRefused>(peer, _ => true, 1);

        (await _cancelled.FirstAsync<string>(cancel: Limit)).ShouldBe(IdOf(1));
    }

    private static string IdOf(ulong slot) => new CallId(slot, 1).ToText();

    private Task<RpcServer> ServeAsync(Driver driver) => driver.ServeAsync(
        new TestEndpoint(async (invocation, data) =>
        {
            var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = invocation.Cancellation.Register(fired.SetResult);
            _running.Add(data);
            if (await Task.WhenAny(fired.Task, _over.Task.WaitAsync(Limit)) == fired.Task)
            {
                _cancelled.Add(data);
            }

            return data;
        }),
        cancel: Limit);

    /// <summary>Sends a request and waits until its method has asked for its token.</summary>
    private async Task RequestAsync(ScriptedPeer peer, string id)
    {
        peer.Deliver(
            peer.Links(link => !link.ClientSends && link.Address.Contains("test-topic", StringComparison.Ordinal) && !link.Address.Contains("cancel", StringComparison.Ordinal))[0],
            PeerMessages.Request("echo", id, Caller, id));
        await _running.FirstAsync<string>(running => running == id, Limit);
    }

    private Task PassUntilAsync(ScriptedPeer peer, int transfers) => PassUntilAsync<TransferReceived>(peer, _ => true, transfers);

    /// <summary>
    /// Lets time pass, in small steps, until something has happened often enough. The steps follow a real timer, because the driver acts on
    /// other threads: hours must not pass before it does.
    /// </summary>
    private async Task PassUntilAsync<TEvent>(ScriptedPeer peer, Func<TEvent, bool> which, int count)
        where TEvent : PeerEvent
    {
        using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (peer.Events.Count(which) < count)
        {
            _time.Advance(Step);
            await turn.WaitForNextTickAsync(Limit);
        }
    }

    /// <summary>Lets time pass in small steps.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            _time.Advance(Step);
            await Task.Yield();
        }
    }
}
