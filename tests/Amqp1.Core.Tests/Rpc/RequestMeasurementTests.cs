using Amqp1.Core.Tests.Telemetry;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests which failures of requests are measured as errors.</summary>
public sealed class RequestMeasurementTests : FaultTest
{
    private readonly string _topic = $"topic-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_failure_that_the_contract_names_is_no_error_of_a_call()
    {
        using var calls = new Measured("rpc.server.call.duration", _topic);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await ServeAsync(driver);

        await Should.ThrowAsync<KeyNotFoundException>(driver.Client(_topic).CallAsync("echo", Echo("x"), Limit));

        (await calls.All.FirstAsync<Measured.Value>(cancel: Limit)).Error.ShouldBeNull();
    }

    [Fact]
    public async Task It_is_an_error_of_a_cast_because_nobody_else_learns_of_it()
    {
        using var casts = new Measured("messaging.client.consumed.messages", _topic);
        using var durations = new Measured("messaging.process.duration", _topic);
        using var calls = new Measured("rpc.server.call.duration", _topic);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await ServeAsync(driver);

        await driver.Client(_topic).CastAsync("echo", Echo("x"), Limit);

        (await casts.All.FirstAsync<Measured.Value>(cancel: Limit)).ShouldBe(new Measured.Value(1, typeof(KeyNotFoundException).FullName));
        (await durations.All.FirstAsync<Measured.Value>(cancel: Limit)).Error.ShouldBe(typeof(KeyNotFoundException).FullName);
        calls.All.All<Measured.Value>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_and_expects_no_reply_is_counted_as_rejected()
    {
        using var rejected = new Measured("amqp1.messages.rejected", _topic);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await ServeAsync(driver);
        var link = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();

        peer.Deliver(link, new Amqp.Message { BodySection = new Amqp.Framing.AmqpValue { Value = "[1]" } });

        var settled = await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit);
        var error = settled.State.ShouldBeOfType<Amqp.Framing.Rejected>().Error;
        error.Condition.ToString().ShouldBe("amqp:decode-error");
        error.Description.ShouldContain("not a JSON object");
        (await rejected.All.FirstAsync<Measured.Value>(cancel: Limit)).ShouldBe(new Measured.Value(1, Error: null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_ends_after_its_deadline_is_measured_as_a_timeout(bool failsAfterIt)
    {
        var time = new FakeTimeProvider();
        using var calls = new Measured("rpc.server.call.duration", _topic);
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: time);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            await gate.Task;
            return failsAfterIt ? throw new TimeoutException() : data;
        });
        await driver.ServeAsync(endpoint, topic: _topic, cancel: Limit);
        var request = PeerMessages.Request("echo", "id", "caller");
        request.Header = new Amqp.Framing.Header { Ttl = 10_000 };
        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), request);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);

        time.Advance(TimeSpan.FromSeconds(11));
        gate.SetResult();

        (await calls.All.FirstAsync<Measured.Value>(cancel: Limit)).Error.ShouldBe("timeout");
    }

    private Task<RpcServer> ServeAsync(Driver driver) => driver.ServeAsync(
        new TestEndpoint((_, _) => throw new KeyNotFoundException("vm-1")), topic: _topic, expected: [typeof(KeyNotFoundException)], cancel: Limit);
}
