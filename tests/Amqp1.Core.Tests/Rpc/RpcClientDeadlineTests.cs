using Amqp1.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests of the deadline of a call. It follows from the timeout of the call, or from the send timeout if the call has none, and is never
/// later than the deadline of the request that is being served.
/// </summary>
public sealed class RpcClientDeadlineTests : FaultTest
{
    /// <summary>The maximum delay with which a deadline fires. It never fires early.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMinutes(7);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_call_without_a_timeout_of_its_own_has_the_send_timeout_and_tells_the_server_no_deadline()
    {
        await using var peer = Silent();
        await using var driver = Start(peer);

        var call = driver.Client(timeout: TimeSpan.Zero).CallAsync("echo", null, Limit);

        TimeToLiveOf(await peer.TransferAsync(static _ => true, Limit)).ShouldBeNull();
        _time.Advance(SendTimeout - Early);
        call.IsCompleted.ShouldBeFalse();
        _time.Advance(Early + Late);
        (await Should.ThrowAsync<MessageDeliveryException>(call)).Message.ShouldContain("within 420 s");
    }

    [Fact]
    public async Task A_call_with_a_timeout_ends_when_it_has_passed_and_tells_it_to_the_server()
    {
        await using var peer = Silent();
        await using var driver = Start(peer);

        var call = driver.Client(timeout: TimeSpan.FromSeconds(5)).CallAsync("echo", null, Limit);

        TimeToLiveOf(await peer.TransferAsync(static _ => true, Limit)).ShouldBe(5_000u);
        _time.Advance(TimeSpan.FromSeconds(5) - Early);
        call.IsCompleted.ShouldBeFalse();
        _time.Advance(Early + Late);
        (await Should.ThrowAsync<MessagingTimeoutException>(call)).Message.ShouldContain("within 5 s");
    }

    [Theory]
    [InlineData(10, 30, 10_000u)]
    [InlineData(60, 30, 30_000u)]
    [InlineData(10, 0, 10_000u)]
    public async Task A_nested_call_lasts_no_longer_than_the_request_that_is_being_served(int left, int own, uint timeToLive)
    {
        await using var peer = Silent();
        await using var driver = Start(peer);
        using var served = ServedMessage.Begin(DueIn(TimeSpan.FromSeconds(left)), trace: null);

        var call = driver.Client(timeout: TimeSpan.FromSeconds(own)).CallAsync("echo", null, Limit);

        TimeToLiveOf(await peer.TransferAsync(static _ => true, Limit)).ShouldBe(timeToLive);
        _time.Advance(TimeSpan.FromMilliseconds(timeToLive) + Late);
        await Should.ThrowAsync<MessagingTimeoutException>(call);
    }

    [Fact]
    public async Task A_nested_call_without_a_timeout_keeps_the_send_timeout_when_the_request_lasts_longer()
    {
        await using var peer = Silent();
        await using var driver = Start(peer);
        using var served = ServedMessage.Begin(DueIn(SendTimeout * 2), trace: null);

        var call = driver.Client(timeout: TimeSpan.Zero).CallAsync("echo", null, Limit);

        TimeToLiveOf(await peer.TransferAsync(static _ => true, Limit)).ShouldBeNull();
        _time.Advance(SendTimeout + Late);
        await Should.ThrowAsync<MessageDeliveryException>(call);
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_deadline_of_the_request_that_is_being_served_has_passed()
    {
        await using var peer = Silent();
        await using var driver = Start(peer);
        using var served = ServedMessage.Begin(DueIn(TimeSpan.Zero), trace: null);

        (await Should.ThrowAsync<MessagingTimeoutException>(driver.Client().CallAsync("echo", null, Limit))).Message.ShouldContain("has passed");

        driver.PendingDeliveries.ShouldBe(0);
        peer.Transfers().ShouldBeEmpty();
    }

    private static ScriptedPeer Silent() => ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Nothing);

    private Driver Start(ScriptedPeer peer) => Driver.Start(peer, options => options.Rpc.SendTimeout = SendTimeout, _time);

    private long DueIn(TimeSpan left) => _time.GetTimestamp() + (long)(left.TotalSeconds * _time.TimestampFrequency);

    /// <summary>Returns the time to live of a message; null if it has none, which AMQPNetLite shows as the largest number.</summary>
    private static uint? TimeToLiveOf(PeerTransfer sent) => sent.Message.Header is { Ttl: < uint.MaxValue and var milliseconds } ? milliseconds : null;
}
