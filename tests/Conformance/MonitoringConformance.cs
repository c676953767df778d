using Amqp1.Conformance.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of calls that are monitored by heartbeats.</summary>
public abstract class MonitoringConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan Monitor = TimeSpan.FromSeconds(2);

    [Fact]
    [Trait("Conformance", "17")]
    public async Task A_monitored_call_lives_on_heartbeats()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        // The method runs longer than the monitor timeout.
        await there.ServeAsync(
            new TestEndpoint(async (_, data) =>
            {
                using var pace = new PeriodicTimer(Monitor * 1.5);
                await pace.WaitForNextTickAsync(Limit);
                return data;
            }),
            Topic,
            Limit);

        (await here.Client(Topic).Prepare(callMonitorTimeout: Monitor).CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
    }

    [Fact]
    [Trait("Conformance", "18")]
    public async Task A_monitored_call_ends_when_its_server_is_gone()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var gate = new TaskCompletionSource();
        var endpoint = Waiting(gate, "stuck");
        await there.ServeAsync(endpoint, Topic, Limit);
        var client = here.Client(Topic, timeout: TimeSpan.FromMinutes(10));
        var call = client.Prepare(callMonitorTimeout: Monitor).CallAsync<string>("echo", Echo("stuck"), Limit);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);
        // When the reply to the second request has arrived, the acceptance of the first request has been sent.
        (await client.CallAsync<string>("echo", Echo("other"), Limit)).ShouldBe("other");

        await there.Transport.DisposeAsync();

        (await Should.ThrowAsync<MessagingTimeoutException>(call)).Message.ShouldContain("heartbeat");
        gate.SetResult();
    }

    [Fact]
    [Trait("Conformance", "19")]
    public async Task A_monitored_call_ends_at_its_deadline_though_heartbeats_come()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var gate = new TaskCompletionSource();
        await there.ServeAsync(Waiting(gate), Topic, Limit);

        var ended = await Should.ThrowAsync<MessagingTimeoutException>(
            here.Client(Topic, timeout: Monitor * 1.75).Prepare(callMonitorTimeout: Monitor).CallAsync("echo", cancel: Limit));

        ended.Message.ShouldNotContain("heartbeat");
        gate.SetResult();
    }

    [Fact]
    [Trait("Conformance", "69")]
    public async Task A_monitored_call_of_a_method_that_does_not_exist_is_told_so_and_calls_go_on()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        await there.ServeAsync(new TestEndpoint(), Topic, Limit);
        var client = here.Client(Topic).Prepare(callMonitorTimeout: Monitor);

        await Should.ThrowAsync<RemoteErrorException>(client.CallAsync("no_such_method", cancel: Limit));

        (await client.CallAsync<string>("echo", Echo("next"), Limit)).ShouldBe("next");
    }
}
