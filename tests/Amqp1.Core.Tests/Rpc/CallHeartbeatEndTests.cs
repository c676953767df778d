using Amqp1.Addressing;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests for which requests heartbeats are sent, and that none is sent after the end of a request.</summary>
public sealed class CallHeartbeatEndTests : FaultTest
{
    private static readonly Destination Caller = Destination.ReplyTo("caller");

    private readonly FakeTimeProvider _time = new();
    private readonly LogRecords _log = new();

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(10.0, true)]
    [InlineData(2147483647.0, true)]
    [InlineData(2147483648.0, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(double.NaN, false)]
    [InlineData(0.0, false)]
    [InlineData(-1.0, false)]
    [InlineData(null, false)]
    public async Task The_monitor_timeout_is_a_number_of_seconds_that_a_timer_can_wait(double? seconds, bool isMonitored)
    {
        await using var transport = Create();

        using (var heartbeat = CallHeartbeat.Start(transport.Bus, Caller, "id", seconds))
        {
            (heartbeat is not null).ShouldBe(isMonitored);
            transport.Bus.Deadlines.Count.ShouldBe(isMonitored ? 1 : 0);
        }

        transport.Bus.Deadlines.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_cast_is_not_monitored()
    {
        await using var transport = Create();

        CallHeartbeat.Start(transport.Bus, replyTo: null, "id", 10).ShouldBeNull();
    }

    [Fact]
    public async Task A_timer_that_fires_while_the_request_ends_sends_nothing_and_is_not_set_again()
    {
        await using var transport = Create();
        var heartbeat = CallHeartbeat.Start(transport.Bus, Caller, "id", 10).ShouldNotBeNull();

        heartbeat.Dispose();
        heartbeat.OnExpired();
        heartbeat.OnExpired();
        ((IThreadPoolWorkItem)heartbeat).Execute();

        await IdleAsync(transport);
        transport.Bus.PendingDeliveries.ShouldBe(0);
    }

    [Fact]
    public async Task Heartbeats_end_without_an_error_when_the_transport_has_stopped()
    {
        var transport = Create();
        using var heartbeat = CallHeartbeat.Start(transport.Bus, Caller, "id", 10).ShouldNotBeNull();
        await transport.DisposeAsync();
        transport.Bus.Deadlines.Remove(heartbeat);

        heartbeat.OnExpired();
        ((IThreadPoolWorkItem)heartbeat).Execute();

        await IdleAsync(transport);
        _log.All.All<LogRecord>(record => record.Id == 1007).ShouldBeEmpty();
    }

    private MessagingTransport Create() => MessagingTransport.Create("amqp://127.0.0.1:1", TestOptions.Create(), _log, _time);

    /// <summary>Waits until no deadline is armed. The pool may still run the work item of a heartbeat.</summary>
    private async Task IdleAsync(MessagingTransport transport)
    {
        while (transport.Bus.Deadlines.Count > 0)
        {
            Limit.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
