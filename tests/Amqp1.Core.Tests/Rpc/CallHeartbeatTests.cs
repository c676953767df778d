using Amqp.Framing;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests that a server sends a heartbeat in each half of the monitor timeout for as long as the method runs.</summary>
public sealed class CallHeartbeatTests : FaultTest
{
    /// <summary>The maximum delay with which a deadline fires. It never fires early.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_heartbeat_comes_in_each_half_of_the_monitor_timeout_until_the_reply()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver, peer, "replies", ",\"call_monitor_timeout\":10");

        _time.Advance(Half - Early);
        driver.PendingDeliveries.ShouldBe(0);
        _time.Advance(Early + Late);
        await peer.Events.ReachAsync<TransferReceived>(1, cancel: Limit);

        // The pool sends a heartbeat and then sets the timer again, so a step of the clock may come too early for the next heartbeat.
        var steps = 1;
        while (peer.Events.Count<TransferReceived>() < 3)
        {
            Limit.ThrowIfCancellationRequested();
            _time.Advance(Half + Late);
            steps++;
            await Task.Yield();
        }

        _mayEnd.SetResult();
        await peer.TransferAsync(static sent => sent.Body.Contains("response", StringComparison.Ordinal), Limit);
        var beats = peer.Transfers(static sent => sent.Body == "");
        beats.Count.ShouldBeLessThanOrEqualTo(steps);
        beats.ShouldAllBe(beat => beat.Message.Header.Ttl <= 10_000 && beat.Message.Properties.GetCorrelationId() as string == "id");
    }

    [Theory]
    [InlineData("replies", "")]
    [InlineData("replies", ",\"call_monitor_timeout\":0")]
    [InlineData("replies", ",\"call_monitor_timeout\":-1")]
    [InlineData("replies", ",\"call_monitor_timeout\":\"10\"")]
    [InlineData(null, ",\"call_monitor_timeout\":10")]
    public async Task A_request_that_is_not_monitored_gets_no_heartbeat(string? replyTo, string monitor)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver, peer, replyTo, monitor);

        _time.Advance(Half * 10);
        driver.PendingDeliveries.ShouldBe(0);
        _mayEnd.SetResult();
        await driver.DisposeAsync();

        peer.Transfers().ShouldAllBe(sent => sent.Body != "");
    }

    private async Task ServeAsync(Driver driver, ScriptedPeer peer, string? replyTo, string monitor)
    {
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            await _mayEnd.Task;
            return data;
        });
        await driver.ServeAsync(endpoint, cancel: Limit);
        var request = PeerMessages.Request("echo", "id", replyTo);
        request.BodySection = new AmqpValue { Value = $$$"""{"request":{"method":"echo","args":{"data":"x"}},"context":{}{{{monitor}}}}""" };
        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), request);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);
    }
}
