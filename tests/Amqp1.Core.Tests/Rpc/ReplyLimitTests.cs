using Amqp1.Addressing;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests how long a server tries to deliver a reply, and how it reports a reply that it cannot deliver.</summary>
public sealed class ReplyLimitTests
{
    private const int ReplyFailed = 1105;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _time = new();
    private readonly LogRecords _log = new();

    [Theory]
    [InlineData(null, 30_000, "30")]
    [InlineData(10_000, 10_000, "10")]
    [InlineData(30_000, 30_000, "30")]
    [InlineData(60_000, 30_000, "30")]
    [InlineData(51, 51, "0.051")]
    [InlineData(20, 50, "0.05")]
    [InlineData(-5_000, 50, "0.05")]
    public async Task A_reply_is_tried_for_as_long_as_its_caller_waits_but_no_longer_than_the_limit(int? callerWaits, int limit, string seconds)
    {
        await using var transport = Create();
        var replies = new ReplySender(transport.Bus, TimeSpan.FromSeconds(30), retry: 0);
        long? due = callerWaits is { } wait ? _time.GetTimestamp() + (wait * _time.TimestampFrequency / 1000) : null;

        replies.Send(Destination.ReplyTo("caller"), "id", new Wire.RawContent("{}"), due);
        _time.Advance(TimeSpan.FromMilliseconds(limit - 1));
        replies.Idle.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1) + Tick);

        replies.Idle.IsCompleted.ShouldBeTrue();
        var record = _log.All.All<LogRecord>(record => record.Id == ReplyFailed).ShouldHaveSingleItem();
        record.Level.ShouldBe(LogLevel.Debug);
        record.Text.ShouldContain($"within {seconds} s");
        transport.Status.UndeliveredReplies.ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_after_the_end_of_the_transport_fails_at_once()
    {
        var transport = Create();
        var replies = new ReplySender(transport.Bus, TimeSpan.FromSeconds(30), retry: 0);
        await transport.DisposeAsync();

        replies.Send(Destination.ReplyTo("caller"), "id", new Wire.RawContent("{}"), due: null);

        replies.Idle.IsCompleted.ShouldBeTrue();
        _log.All.All<LogRecord>(record => record.Id == ReplyFailed).ShouldHaveSingleItem().Text.ShouldContain("The transport was stopped");
        transport.Status.UndeliveredReplies.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_is_idle_when_all_its_replies_have_their_outcome()
    {
        await using var transport = Create();
        var replies = new ReplySender(transport.Bus, TimeSpan.FromSeconds(30), retry: 0);
        replies.Idle.IsCompleted.ShouldBeTrue();

        replies.Send(Destination.ReplyTo("caller"), "1", new Wire.RawContent("{}"), due: null);
        _time.Advance(TimeSpan.FromSeconds(20));
        replies.Send(Destination.ReplyTo("caller"), "2", new Wire.RawContent("{}"), due: null);
        _time.Advance(TimeSpan.FromSeconds(20));
        replies.Idle.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(20));

        replies.Idle.IsCompleted.ShouldBeTrue();
        transport.Status.UndeliveredReplies.ShouldBe(2);
    }

    private MessagingTransport Create() => MessagingTransport.Create("amqp://127.0.0.1:1", TestOptions.Create(), _log, _time);
}
