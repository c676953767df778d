using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Telemetry;

/// <summary>Tests that messages that fail are measured like others, with their error in addition.</summary>
public sealed class FailedMessageMetricsTests : FaultTest
{
    private readonly string _topic = $"topic-{Guid.NewGuid():N}";

    [Theory]
    [InlineData("amqp:not-allowed", "amqp:not-allowed")]
    [InlineData(null, null)]
    public async Task A_notification_is_measured_with_the_error_it_was_refused_with(string? condition, string? error)
    {
        using var durations = new Measured("messaging.client.operation.duration", _topic);
        using var messages = new Measured("messaging.client.sent.messages", _topic);
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => condition is null ? PeerAnswer.Accept : PeerAnswer.Reject(condition));
        await using var driver = Driver.Start(peer, options => options.Notifications.Retry = 0);

        var sent = driver.Notifier(_topic).InfoAsync("event", null, cancel: Limit);
        await (condition is null ? sent : Should.ThrowAsync<MessageDeliveryException>(sent));

        durations.All.All<Measured.Value>().ShouldHaveSingleItem().Error.ShouldBe(error);
        messages.All.All<Measured.Value>().ShouldHaveSingleItem().ShouldBe(new Measured.Value(1, error));
    }

    [Theory]
    [InlineData("amqp:not-allowed", "amqp:not-allowed")]
    [InlineData(null, null)]
    public async Task A_cast_is_measured_with_the_error_it_was_refused_with(string? condition, string? error)
    {
        using var durations = new Measured("messaging.client.operation.duration", _topic);
        using var messages = new Measured("messaging.client.sent.messages", _topic);
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => condition is null ? PeerAnswer.Accept : PeerAnswer.Reject(condition));
        await using var driver = Driver.Start(peer);

        var sent = driver.Client(_topic, retry: 0).CastAsync("echo", null, Limit);
        await (condition is null ? sent : Should.ThrowAsync<MessageDeliveryException>(sent));

        durations.All.All<Measured.Value>().ShouldHaveSingleItem().Error.ShouldBe(error);
        messages.All.All<Measured.Value>().ShouldHaveSingleItem().ShouldBe(new Measured.Value(1, error));
    }

    [Fact]
    public async Task A_call_is_measured_on_both_sides_with_its_error()
    {
        using var client = new Measured("rpc.client.call.duration", _topic);
        using var server = new Measured("rpc.server.call.duration", _topic);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var fails = false;
        await driver.ServeAsync(
            new TestEndpoint((_, data) => fails ? throw new KeyNotFoundException("vm-1") : Task.FromResult(data)), topic: _topic, cancel: Limit);

        await driver.Client(_topic).CallAsync("echo", Echo("x"), Limit);
        fails = true;
        await Should.ThrowAsync<KeyNotFoundException>(driver.Client(_topic).CallAsync("echo", Echo("x"), Limit));

        (await client.All.ReachAsync<Measured.Value>(2, cancel: Limit)).Select(one => one.Error).ShouldBe([null, "KeyError"]);
        (await server.All.ReachAsync<Measured.Value>(2, cancel: Limit)).Select(one => one.Error).ShouldBe([null, typeof(KeyNotFoundException).FullName]);
    }
}
