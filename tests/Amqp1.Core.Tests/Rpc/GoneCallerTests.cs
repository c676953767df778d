using Amqp1.Dialects;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests that a method is cancelled when a router tells that its caller has gone: it drains the link to the reply address.
/// </summary>
public sealed class GoneCallerTests : FaultTest
{
    private const string Caller = "replies";

    private readonly FakeTimeProvider _time = new();
    private readonly EventLog<string> _running = new();
    private readonly EventLog<string> _cancelled = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="credit">The credit in the drain. Qpid Dispatch leaves it to the sender to use it up; the embedded router takes it back.</param>
    [Theory]
    [Trait("Conformance", "77")]
    [InlineData(0)]
    [InlineData(7)]
    public async Task The_calls_of_a_caller_that_has_gone_are_cancelled_and_those_of_others_go_on(uint credit)
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = ("qpid-dispatch-router", static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        var server = await ServeAsync(driver);
        Request(peer, "a", Caller);
        Request(peer, "b", Caller);
        Request(peer, "c", "another");
        await _running.ReachAsync<string>(3, cancel: Limit);
        var link = await peer.LinkAsync(link => link is { ClientSends: true, Address: Caller }, Limit);
        await peer.LinkAsync(link => link is { ClientSends: true, Address: "another" }, Limit);

        // Credit that is withdrawn without a drain does not mean that the caller has gone.
        link.Flow(flow => (flow.LinkCredit, flow.Echo) = (0, true));
        await peer.Events.ReachAsync<FlowReceived>(1, flow => flow.Session == link.Session, Limit);
        server.Calls.Count.ShouldBe(3);

        link.Flow(flow => (flow.LinkCredit, flow.Drain) = (credit, true));

        await _cancelled.ReachAsync<string>(2, cancel: Limit);
        _cancelled.All<string>().Order().ShouldBe(["a", "b"]);
        server.Calls.Count.ShouldBe(1);

        // No reply is sent to a caller that has gone.
        Request(peer, "answer", Caller);
        link.Flow(flow => (flow.DeliveryCount, flow.LinkCredit) = (credit, 10));
        (await peer.TransferAsync(_ => true, Limit)).Message.Properties.CorrelationId.ShouldBe(IdOf("answer"));
        _over.SetResult();
    }

    [Fact]
    public async Task A_reply_address_that_does_not_exist_any_more_cancels_the_call()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);
        Request(peer, "a", Caller);
        await _running.FirstAsync<string>(cancel: Limit);
        var link = await peer.LinkAsync(link => link.ClientSends, Limit);

        peer.Detach(link, new Amqp.Framing.Error("amqp:resource-deleted"));

        (await _cancelled.FirstAsync<string>(cancel: Limit)).ShouldBe("a");
    }

    [Fact]
    public async Task A_method_and_its_reply_need_one_link()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver);

        Request(peer, "answer", Caller);

        await peer.TransferAsync(_ => true, Limit);
        _time.Advance(TimeSpan.FromSeconds(1));
        peer.Events.Count<LinkAttached>(attached => attached.Link.ClientSends).ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_option_nothing_is_watched()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Rpc.PropagateCancellation = false, _time);
        await ServeAsync(driver);
        Request(peer, "a", Caller);
        await _running.FirstAsync<string>(cancel: Limit);

        _time.Advance(TimeSpan.FromSeconds(1));
        Request(peer, "answer", Caller);

        await peer.TransferAsync(_ => true, Limit);
        peer.Events.Count<LinkAttached>(attached => attached.Link.ClientSends).ShouldBe(1);
        peer.Links(link => link.Address.Contains("amqp1-cancel", StringComparison.Ordinal)).ShouldBeEmpty();
        _over.SetResult();
    }

    private Task<RpcServer> ServeAsync(Driver driver) => driver.ServeAsync(
        new TestEndpoint(async (invocation, data) =>
        {
            var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = invocation.Cancellation.Register(fired.SetResult);
            if (data != "answer")
            {
                _running.Add(data);
                if (await Task.WhenAny(fired.Task, _over.Task.WaitAsync(Limit)) == fired.Task)
                {
                    _cancelled.Add(data);
                }
            }

            return data;
        }),
        cancel: Limit);

    private static string IdOf(string data) => new CallId((ulong)((data.Length * 256) + data[0]), 1).ToText();

    private static void Request(ScriptedPeer peer, string data, string replyTo) => peer.Deliver(
        peer.Links(link => !link.ClientSends && link.Address.Contains("test-topic", StringComparison.Ordinal) && !link.Address.Contains("cancel", StringComparison.Ordinal))[0],
        PeerMessages.Request("echo", IdOf(data), replyTo, data));
}
