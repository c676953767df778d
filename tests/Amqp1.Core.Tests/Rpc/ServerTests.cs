using Amqp.Framing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of call monitoring, of stopping, and of the limits for requests in a server.</summary>
public sealed class ServerTests : FaultTest
{
    private static readonly TimeSpan Monitor = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Conformance", "17")]
    public async Task A_monitored_call_goes_on_for_as_long_as_heartbeats_come()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var gate = new TaskCompletionSource();
        await driver.ServeAsync(WaitingFor(gate), cancel: Limit);

        var call = driver.Client().Prepare(callMonitorTimeout: Monitor).CallAsync<string>("echo", Echo("x"), Limit);
        await peer.Events.ReachAsync<TransferReceived>(4, received => IsHeartbeat(received.Transfer), Limit);
        gate.SetResult();

        (await call).ShouldBe("x");
        driver.PendingCalls.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "18")]
    public async Task A_monitored_call_ends_when_heartbeats_stay_away()
    {
        var beats = 0;
        await using var peer = ScriptedPeer.Start(script => script.Answer = transfer =>
            IsHeartbeat(transfer) && ++beats > 1 ? PeerAnswer.Accept : PeerAnswer.Route);
        await using var driver = Driver.Start(peer);
        var gate = new TaskCompletionSource();
        await driver.ServeAsync(WaitingFor(gate), cancel: Limit);

        var ended = await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: TimeSpan.FromMinutes(10)).Prepare(callMonitorTimeout: Monitor).CallAsync<string>("echo", Echo("x"), Limit));

        ended.Message.ShouldContain("heartbeat");
        gate.SetResult();
    }

    [Fact]
    [Trait("Conformance", "19")]
    public async Task A_monitored_call_ends_at_its_deadline_though_heartbeats_come()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var gate = new TaskCompletionSource();
        await driver.ServeAsync(WaitingFor(gate), cancel: Limit);

        var ended = await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: Monitor * 3.5).Prepare(callMonitorTimeout: Monitor * 2).CallAsync<string>("echo", Echo("x"), Limit));

        ended.Message.ShouldNotContain("heartbeat");
        peer.Transfers(IsHeartbeat).Count.ShouldBeGreaterThan(1);
        gate.SetResult();
    }

    [Fact]
    [Trait("Conformance", "69")]
    [Trait("EdgeCase", "28")]
    public async Task No_heartbeat_is_sent_for_a_method_that_does_not_exist()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var server = await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var before = driver.Transport.Bus.Deadlines.Count;

        await Should.ThrowAsync<Exception>(driver.Client().Prepare(callMonitorTimeout: Monitor).CallAsync<string>("no_such_method", null, Limit));

        await server.StopAsync(Limit);
        driver.Transport.Bus.Deadlines.Count.ShouldBe(before);
    }

    [Fact]
    [Trait("Conformance", "67")]
    [Trait("EdgeCase", "27")]
    public async Task A_server_that_is_stopped_gives_back_what_it_has_not_begun_and_leaves_the_rest_to_others()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, options => options.Rpc.MaxConcurrentCalls = 1);
        var gate = new TaskCompletionSource();
        var first = new TestEndpoint(async (_, _) =>
        {
            await gate.Task;
            return "first";
        });
        var server = await driver.ServeAsync(first, "first", cancel: Limit);
        var client = driver.Client();
        var running = client.CallAsync<string>("echo", Echo("running"), Limit);
        await first.Requests.FirstAsync<string>(cancel: Limit);
        var queued = Enumerable.Range(0, 3).Select(i => client.CallAsync<string>("echo", Echo($"{i}"), Limit)).ToArray();
        await peer.Events.ReachAsync<TransferReceived>(4, cancel: Limit);

        var stopping = server.StopAsync(Limit);
        await driver.ServeAsync(new TestEndpoint((_, _) => Task.FromResult("second")), "second", cancel: Limit);

        (await Task.WhenAll(queued)).ShouldAllBe(name => name == "second");
        gate.SetResult();
        (await running).ShouldBe("first");
        await stopping;
        first.Requests.Count<string>().ShouldBe(1);
        await peer.Events.ReachAsync<LinkDetached>(3, cancel: Limit);
        (await client.CallAsync<string>("echo", Echo("later"), Limit)).ShouldBe("second");
    }

    [Fact]
    [Trait("Conformance", "68")]
    [Trait("EdgeCase", "26")]
    public async Task A_slow_server_is_never_sent_more_than_its_window()
    {
        const int Window = 10;
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options =>
        {
            options.Rpc.ServerCredit = Window;
            options.Rpc.MaxConcurrentCalls = 1;
        });
        using var step = new SemaphoreSlim(0);
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            await step.WaitAsync(Limit);
            return data;
        });
        await driver.ServeAsync(endpoint, cancel: Limit);
        var link = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();
        for (var i = 0; i < 60; i++)
        {
            peer.Deliver(link, PeerMessages.Request("echo", $"{i}"));
        }

        for (var i = 1; i <= 60; i++)
        {
            await endpoint.Requests.ReachAsync<string>(i, cancel: Limit);
            lock (peer.Gate)
            {
                (link.Credit + link.Session.Unsettled.Count).ShouldBeLessThanOrEqualTo(Window + 1, "one is settled when it is begun");
            }

            step.Release();
        }
    }

    private static TestEndpoint WaitingFor(TaskCompletionSource gate) => new(async (_, data) =>
    {
        await gate.Task;
        return data;
    });

    private static bool IsHeartbeat(PeerTransfer transfer) =>
        transfer.To.StartsWith("source-", StringComparison.Ordinal) && transfer.Message.BodySection is null or AmqpValue { Value: null };
}
