using Amqp.Framing;
using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests with two peers of different kinds. The connected peer fails, and everything continues at the other one.</summary>
public sealed class FailoverTests : FaultTest, IAsyncDisposable
{
    private readonly ScriptedPeer _broker = ScriptedPeer.Start(script => script.Product = "qpid-cpp");
    private readonly ScriptedPeer _router = ScriptedPeer.Start(script => script.Product = "routable");

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _router.DisposeAsync();
        Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "31")]
    public Task Links_and_calls_move_to_the_other_peer_when_the_socket_is_cut(bool reset) =>
        MoveAsync(peer => peer.CutAll(reset));

    [Fact]
    [Trait("Conformance", "32")]
    public Task Links_and_calls_move_to_the_other_peer_when_the_first_closes_the_connection() =>
        MoveAsync(peer => peer.CloseAll(new Error("amqp:connection:forced") { Description = "shut down" }));

    [Fact]
    [Trait("Conformance", "33")]
    [Trait("EdgeCase", "38")]
    public Task Links_and_calls_move_to_the_other_peer_when_the_first_falls_silent() =>
        MoveAsync(peer => peer.FreezeAll(), options => options.Connection.IdleTimeout = TimeSpan.FromSeconds(1));

    [Fact]
    [Trait("Conformance", "71")]
    public Task Links_and_calls_move_to_the_other_peer_when_the_first_detaches_the_reply_link() =>
        MoveAsync(peer => peer.Detach(peer.Links(link => link.IsReplyLink).Single(), new Error("amqp:link:detach-forced")));

    [Fact]
    public Task Links_and_calls_move_to_the_other_peer_when_the_first_sends_garbage() =>
        MoveAsync(peer => peer.Connections[0].SendRaw([0, 0, 0, 12, 2, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]));

    [Fact]
    public Task Links_and_calls_move_to_the_other_peer_when_the_first_sends_a_frame_of_impossible_size() =>
        MoveAsync(peer => peer.Connections[0].SendRaw([0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0]));

    [Fact]
    public Task Links_and_calls_move_to_the_other_peer_when_the_first_speaks_of_a_channel_that_is_not() =>
        MoveAsync(peer => peer.Connections[0].Send(77, new End()));

    [Fact]
    [Trait("Conformance", "34")]
    [Trait("Conformance", "42")]
    [Trait("EdgeCase", "36")]
    [Trait("EdgeCase", "37")]
    public async Task Two_servers_of_one_target_come_back_at_the_other_peer_with_addresses_of_its_kind()
    {
        await using var driver = Driver.Start($"amqp://{_broker.Host},{_router.Host}");
        var first = new TestEndpoint();
        var second = new TestEndpoint();
        await driver.ServeAsync(first, cancel: Limit);
        await driver.ServeAsync(second, cancel: Limit);
        await driver.Client().FanoutAsync("echo", Echo("before"), Limit);
        await first.Requests.FirstAsync<string>(data => data == "before", Limit);
        await second.Requests.FirstAsync<string>(data => data == "before", Limit);
        var (from, to) = Order();
        await from.Events.ReachAsync<LinkAttached>(7, one => !one.Link.ClientSends, Limit);

        from.CutAll();

        await to.Events.ReachAsync<LinkAttached>(7, one => !one.Link.ClientSends, Limit);
        await driver.Client().FanoutAsync("echo", Echo("after"), Limit);
        await first.Requests.FirstAsync<string>(data => data == "after", Limit);
        await second.Requests.FirstAsync<string>(data => data == "after", Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("last"), Limit)).ShouldBe("last");
        first.Requests.Count<string>(data => data != "last").ShouldBe(2, "one copy of each fanout");
        second.Requests.Count<string>(data => data != "last").ShouldBe(2, "one copy of each fanout");
        Listened(_broker).ShouldBe(["broadcast.test-topic.all", "exclusive.test-topic.server", "unicast.test-topic"]);
        Listened(_router).ShouldBe(
        [
            "openstack.org/om/rpc/anycast/openstack/test-topic",
            "openstack.org/om/rpc/multicast/openstack/test-topic",
            "openstack.org/om/rpc/unicast/openstack/test-topic/server",
        ]);

        static IEnumerable<string> Listened(ScriptedPeer peer) => peer.Events
            .All<LinkAttached>(one => one.Link is { ClientSends: false, IsReplyLink: false })
            .Select(one => one.Link.Address).Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "59")]
    [Trait("EdgeCase", "18")]
    public async Task A_host_that_does_not_resolve_costs_an_attempt_and_the_other_is_used()
    {
        await using var driver = Driver.Start($"amqp://no-such-host.invalid:5672,{_broker.Host}");
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");

        // No matter which host came first, the next attempt is at the host that does not resolve.
        _broker.CutAll();
        await _broker.Events.ReachAsync<LinkAttached>(8, one => !one.Link.ClientSends, Limit);

        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
    }

    [Fact]
    [Trait("Conformance", "59")]
    [Trait("EdgeCase", "18")]
    public async Task Callers_keep_their_deadlines_while_no_host_resolves()
    {
        await using var driver = Driver.Start("amqp://no-such-host.invalid:5672");

        await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: TimeSpan.FromMilliseconds(300)).CallAsync<string>("echo", null, Limit));

        driver.PendingDeliveries.ShouldBe(0);
    }

    private async Task MoveAsync(Action<ScriptedPeer> fail, Action<Amqp1Options>? options = null)
    {
        await using var driver = Driver.Start($"amqp://{_broker.Host},{_router.Host}", options);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("before"), Limit)).ShouldBe("before");
        var (from, to) = Order();

        fail(from);

        // The client attaches the three links of the server and the reply link.
        await to.Events.ReachAsync<LinkAttached>(4, one => !one.Link.ClientSends, Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("after"), Limit)).ShouldBe("after");
        driver.PendingCalls.ShouldBe(0);
    }

    private (ScriptedPeer From, ScriptedPeer To) Order() => _broker.Connections.Count > 0 ? (_broker, _router) : (_router, _broker);
}
