namespace Amqp1.Core.Tests.Telemetry;

/// <summary>Tests that the gauges include messages in flight of running transports only.</summary>
public sealed class GaugeTests : FaultTest
{
    private readonly string _topic = $"topic-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_request_counts_as_running_and_its_credit_as_used_until_it_is_served()
    {
        using var running = new Measured("amqp1.messages.running", _topic);
        using var credit = new Measured("amqp1.receiver.credit", _topic);
        using var unsettled = new Measured("amqp1.receiver.unsettled", _topic);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options =>
        {
            options.Rpc.ServerCredit = 7;
            options.Rpc.MaxConcurrentCalls = 1;
        });
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            await mayEnd.Task;
            return data;
        });
        var server = await driver.ServeAsync(endpoint, topic: _topic, cancel: Limit);
        running.Collect().ShouldBe(0);
        credit.Collect().ShouldBe(3 * 7);
        unsettled.Collect().ShouldBe(0);

        var first = driver.Client(_topic).CallAsync("echo", Echo("first"), Limit);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);

        running.Collect().ShouldBe(1);
        mayEnd.SetResult();
        await first;
        await server.StopAsync(Limit);
        running.Collect().ShouldBeNull("nothing listens to the topic any more");
    }

    [Fact]
    public async Task A_transport_that_was_stopped_counts_no_more()
    {
        using var credit = new Measured("amqp1.receiver.credit", _topic);
        await using var peer = ScriptedPeer.Start();
        await using var first = Driver.Start(peer);
        await using var second = Driver.Start(peer);
        await first.ServeAsync(new TestEndpoint(), "first", _topic, cancel: Limit);
        await second.ServeAsync(new TestEndpoint(), "second", _topic, cancel: Limit);
        var both = credit.Collect();

        await second.Transport.StopAsync();

        credit.Collect().ShouldBe(both / 2);
        await first.Transport.StopAsync();
        credit.Collect().ShouldBeNull();
    }
}
