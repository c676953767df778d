using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of the notifications that the driver <c>test</c> keeps, and of the time for which it keeps them.</summary>
public sealed class NotificationRecorderTests
{
    private readonly NotificationRecorder _recorder = new();

    [Fact]
    public async Task A_wait_that_was_given_up_is_forgotten()
    {
        var asked = 0;
        using var cancel = new CancellationTokenSource();
        var waiting = _recorder.WaitForAsync(
            _ =>
            {
                asked++;
                return false;
            },
            cancel.Token);
        _recorder.Add(Made("first"));
        asked.ShouldBe(1);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        _recorder.Add(Made("second"));

        asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_wait_that_has_ended_is_forgotten()
    {
        var asked = 0;
        var waiting = _recorder.WaitForAsync(
            _ =>
            {
                asked++;
                return true;
            },
            TestContext.Current.CancellationToken);

        _recorder.Add(Made("first"));
        (await waiting).EventType.ShouldBe("first");
        _recorder.Add(Made("second"));

        asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_wait_ends_with_what_is_there_already()
    {
        _recorder.Add(Made("first"));
        _recorder.Add(Made("second"));

        (await _recorder.WaitForAsync(one => one.EventType == "second", TestContext.Current.CancellationToken)).EventType.ShouldBe("second");
        (await _recorder.WaitForAsync("first", TestContext.Current.CancellationToken)).EventType.ShouldBe("first");
    }

    [Fact]
    public void Only_the_last_ten_thousand_are_kept()
    {
        for (var i = 0; i <= 10_000; i++)
        {
            _recorder.Add(Made($"{i}"));
        }

        _recorder.All.Count.ShouldBe(10_000);
        _recorder.All[0].EventType.ShouldBe("1");
        _recorder.All[^1].EventType.ShouldBe("10000");
    }

    private static Notification<JsonElement> Made(string eventType) =>
        new(NotificationPriority.Info, "publisher", eventType, default, "id", "now", MessagingContext.Empty);
}
