using Amqp.Framing;
using Amqp1.Filters;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests what a method and the filters around it learn about their request.</summary>
public sealed class RpcContextTests : FaultTest
{
    private static readonly Target Served = new() { Topic = "test-topic", Server = "server", Namespace = "ns", Version = "1.5" };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly EventLog<RpcContext> _seen = new();

    [Fact]
    public async Task A_call_tells_its_method_namespace_version_and_deadline()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);
        await using var server = await ServeAsync(driver);
        var request = PeerMessages.Request("get", "id", "caller", extra: ""","namespace":"ns","version":"1.4" """);
        request.Header = new Header { Ttl = 60_000 };

        peer.Deliver(Shared(peer), request);

        var seen = await _seen.FirstAsync<RpcContext>(cancel: Limit);
        (seen.Method, seen.Namespace, seen.Version, seen.ExpectsReply).ShouldBe(("get", "ns", "1.4", true));
        seen.Address.ShouldBe(Shared(peer).Address);
        seen.Deadline.ShouldBe(_time.GetUtcNow() + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_cast_without_a_time_to_live_has_no_deadline()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);
        await using var server = await ServeAsync(driver);

        peer.Deliver(Shared(peer), PeerMessages.Request("get", "id", extra: ""","namespace":"ns" """));

        var seen = await _seen.FirstAsync<RpcContext>(cancel: Limit);
        (seen.Version, seen.ExpectsReply, seen.Deadline).ShouldBe(("1.0", false, null));
    }

    [Fact]
    public async Task A_filter_sees_the_server_with_the_namespace_and_the_version_that_were_asked_for()
    {
        var filter = new NotingFilter();
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer, time: _time);
        driver.Transport.Filters = [filter];
        await using var server = await ServeAsync(driver);

        peer.Deliver(Shared(peer), PeerMessages.Request("get", "id", extra: ""","namespace":"ns","version":"1.4" """));

        await _seen.FirstAsync<RpcContext>(cancel: Limit);
        filter.Seen.ShouldHaveSingleItem().ShouldBe((MessagingFilterKind.Dispatch, Served with { Version = "1.4" }, "get"));
    }

    private static ScriptedPeer Accepting() => ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);

    private static PeerLink Shared(ScriptedPeer peer) => peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();

    private async Task<RpcServer> ServeAsync(Driver driver)
    {
        var method = new RpcMethodDescriptor("get", (_, invocation) =>
        {
            _seen.Add(invocation.Context);
            return ValueTask.CompletedTask;
        });
        var server = driver.Transport.CreateRpcServer(Served, (new RpcEndpointDescriptor(typeof(RpcContextTests), Served, [method]), this));
        server.Start();
        await server.WaitUntilListeningAsync(Limit);
        return server;
    }
}
