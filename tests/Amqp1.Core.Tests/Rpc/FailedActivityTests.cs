using System.Diagnostics;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests which spans of requests and notifications are marked as failed. They run alone, because a listener creates spans in every test that
/// runs at the same time.
/// </summary>
[Collection(nameof(StressGroup))]
public sealed class FailedActivityTests : FaultTest
{
    private readonly string _topic = $"topic-{Guid.NewGuid():N}";
    private readonly EventLog<Activity> _spans = new();

    [Theory]
    [InlineData(false, ActivityStatusCode.Error)]
    [InlineData(true, ActivityStatusCode.Unset)]
    public async Task A_failed_call_is_an_error_on_both_sides_unless_the_contract_of_the_method_names_the_exception(bool isExpected, ActivityStatusCode server)
    {
        using var listener = Listen();
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(
            new TestEndpoint((_, _) => throw new KeyNotFoundException("vm-1")), topic: _topic, expected: isExpected ? [typeof(KeyNotFoundException)] : [], cancel: Limit);

        await Should.ThrowAsync<KeyNotFoundException>(driver.Client(_topic).CallAsync("echo", Echo("x"), Limit));

        (await SpanAsync(ActivityKind.Client)).Status.ShouldBe(ActivityStatusCode.Error);
        (await SpanAsync(ActivityKind.Server)).Status.ShouldBe(server);
    }

    [Fact]
    public async Task A_stream_whose_arguments_cannot_be_written_is_an_error()
    {
        using var listener = Listen();
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);

        await Should.ThrowAsync<NotSupportedException>(
            driver.Client(_topic).StreamAsync<int>("count", new { type = typeof(int) }, cancel: Limit).ToListAsync(Limit).AsTask());

        (await SpanAsync(ActivityKind.Client)).Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cast_or_notification_that_is_refused_is_an_error(bool isNotification)
    {
        using var listener = Listen();
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Reject("amqp:not-allowed"));
        await using var driver = Driver.Start(peer, options => options.Notifications.Retry = 0);

        await Should.ThrowAsync<MessageDeliveryException>(
            isNotification ? driver.Notifier(_topic).InfoAsync("event", null, cancel: Limit) : driver.Client(_topic, retry: 0).CastAsync("echo", null, Limit));

        var span = await SpanAsync(ActivityKind.Producer);
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("error.type").ShouldBe("amqp:not-allowed");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_notification_whose_handler_fails_is_an_error(bool inBatches, bool fails)
    {
        using var listener = Listen();
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        NotificationResult Handle() => fails ? throw new InvalidOperationException("scripted") : NotificationResult.Handled;
        await using var notifications = driver.Transport.CreateNotificationListener((Describe(inBatches, Handle), this));
        notifications.Start();
        await notifications.WaitUntilListeningAsync(Limit);

        await driver.Notifier(_topic).InfoAsync("event", null, cancel: Limit);

        var span = await SpanAsync(ActivityKind.Consumer);
        span.Status.ShouldBe(fails ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        span.GetTagItem("error.type").ShouldBe(fails ? typeof(InvalidOperationException).FullName : null);
    }

    private static NotificationEndpointDescriptor Describe(bool inBatches, Func<NotificationResult> handle, string topic) => new(
        typeof(FailedActivityTests),
        topic,
        NotificationFilter.Any,
        inBatches
            ? new Dictionary<NotificationPriority, NotificationInvoker>()
            : new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = (_, _) => ValueTask.FromResult(handle()) })
    {
        BatchHandlers = inBatches
            ? new Dictionary<NotificationPriority, NotificationBatchInvoker> { [NotificationPriority.Info] = (_, _) => ValueTask.FromResult(handle()) }
            : new Dictionary<NotificationPriority, NotificationBatchInvoker>(),
        BatchSize = 1,
    };

    private NotificationEndpointDescriptor Describe(bool inBatches, Func<NotificationResult> handle) => Describe(inBatches, handle, _topic);

    private Task<Activity> SpanAsync(ActivityKind kind) => _spans.FirstAsync<Activity>(span => span.Kind == kind, Limit);

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.DisplayName.Contains(_topic, StringComparison.Ordinal))
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
