using System.Text.Json;
using Amqp.Framing;
using Amqp1.Core.Tests.Rpc;
using Amqp1.Filters;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of filters around the handlers of notifications, for single notifications and for batches.</summary>
public sealed class ListenFilterTests : FaultTest
{
    private readonly EventLog<string> _users = new();
    private readonly EventLog<int> _batches = new();

    [Fact]
    public async Task A_filter_sees_the_notification_and_may_change_its_context()
    {
        var filter = new NotingFilter(static (context, next) =>
        {
            context.Context = MessagingContext.FromUtf8("""{"user":"alice"}"""u8.ToArray());
            return next(context);
        });
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        await using var listener = await ListenAsync(driver, filter, OneByOne());

        await driver.Notifier("news").InfoAsync("event", null, cancel: Limit);

        filter.Seen.ShouldHaveSingleItem().ShouldBe((MessagingFilterKind.Listen, Target.ForTopic("news"), "event"));
        _users.All<string>().ShouldBe(["alice"]);
    }

    [Fact]
    public async Task A_batch_passes_the_filter_as_a_whole_and_has_no_name()
    {
        var filter = new NotingFilter();
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        await using var listener = await ListenAsync(driver, filter, InBatches());

        await Task.WhenAll(driver.Notifier("news").InfoAsync("one", null, cancel: Limit), driver.Notifier("news").InfoAsync("two", null, cancel: Limit));

        filter.Seen.ShouldHaveSingleItem().ShouldBe((MessagingFilterKind.Listen, Target.ForTopic("news"), null));
        _batches.All<int>().ShouldBe([2]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_filter_does_not_pass_on_counts_as_handled(bool inBatches)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        var filter = new NotingFilter(static (_, _) => Task.CompletedTask);
        await using var listener = await ListenAsync(driver, filter, inBatches ? InBatches() : OneByOne());

        await Task.WhenAll(driver.Notifier("news").InfoAsync("one", null, cancel: Limit), driver.Notifier("news").InfoAsync("two", null, cancel: Limit));

        (await peer.Events.ReachAsync<DeliverySettled>(2, cancel: Limit)).ShouldAllBe(settled => settled.State is Accepted);
        _users.Count<string>().ShouldBe(0);
        _batches.Count<int>().ShouldBe(0);
    }

    private async Task<NotificationListener> ListenAsync(Driver driver, NotingFilter filter, NotificationEndpointDescriptor endpoint)
    {
        driver.Transport.Filters = [filter];
        var listener = driver.Transport.CreateNotificationListener((endpoint, this));
        driver.Transport.Filters = [];
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    private NotificationEndpointDescriptor OneByOne() => new(
        typeof(ListenFilterTests),
        "news",
        NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker>
        {
            [NotificationPriority.Info] = (_, invocation) =>
            {
                var context = invocation.Read<JsonElement?>().Context;
                _users.Add(JsonElement.Parse(context.Utf8Json.Span).GetProperty("user").GetString()!);
                return ValueTask.FromResult(NotificationResult.Handled);
            },
        });

    private NotificationEndpointDescriptor InBatches() => new(
        typeof(ListenFilterTests), "news", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [NotificationPriority.Info] = (_, invocation) =>
            {
                _batches.Add(invocation.Count);
                return ValueTask.FromResult(NotificationResult.Handled);
            },
        },
        BatchSize = 2,
        BatchTimeout = TimeSpan.FromMinutes(10),
    };
}
