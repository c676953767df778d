using Amqp.Framing;
using Amqp1.Filters;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests how the outcome of a notification follows from the results of its handlers.</summary>
public sealed class HandlerOutcomeTests : FaultTest
{
    private const int HandlerFailed = 1205;
    private const int HandlerCancelled = 1208;
    private const int BatchHandlerFailed = 1207;

    private readonly EventLog<string> _called = new();
    private readonly LogRecords _log = new();

    [Fact]
    public async Task A_handler_that_fails_keeps_the_notification_from_no_other_endpoint()
    {
        var settled = await SettledAsync(1, Endpoint("first", Fails), Endpoint("second", Handles));

        settled.ShouldBe([typeof(Accepted)]);
        _called.All<string>().ShouldBe(["first", "second"]);
        var record = _log.All.All<LogRecord>(record => record.Id == HandlerFailed).ShouldHaveSingleItem();
        (record.Level, record.Text).ShouldBe((LogLevel.Error, "The handler of notification event failed"));
        record.Exception.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task An_endpoint_that_requeues_failures_gets_the_notification_again_before_the_others()
    {
        var times = 0;

        var settled = await SettledAsync(2, Endpoint("first", _ => ++times == 1 ? Fails(_) : Handles(_), requeues: true), Endpoint("second", Handles));

        settled.ShouldBe([typeof(Released), typeof(Accepted)]);
        _called.All<string>().ShouldBe(["first", "first", "second"]);
    }

    [Theory]
    [InlineData(false, 1214, "Notification event was refused before its handler: too many")]
    [InlineData(true, 1215, "A batch of 1 notifications of topic news, priority info, was refused before its handler: too many")]
    public async Task The_refusal_of_a_filter_is_reported_without_a_stack_trace(bool inBatches, int id, string text)
    {
        var settled = await SettledAsync(
            1,
            [new DelegateFilter(static (_, _) => throw new Refusal())],
            inBatches ? Batch("second", static _ => ValueTask.FromResult(NotificationResult.Handled)) : Endpoint("second", Handles));

        settled.ShouldBe([typeof(Accepted)]);
        _called.All<string>().ShouldBeEmpty();
        var record = _log.All.All<LogRecord>(record => record.Id == id).ShouldHaveSingleItem();
        (record.Level, record.Text, record.Exception).ShouldBe((LogLevel.Warning, text, null));
        _log.All.Count<LogRecord>(record => record.Level >= LogLevel.Error).ShouldBe(0);
    }

    [Fact]
    public async Task A_notification_that_a_handler_returns_reaches_no_further_endpoint()
    {
        var times = 0;

        var settled = await SettledAsync(2, Endpoint("first", _ => ValueTask.FromResult(++times == 1 ? NotificationResult.Requeue : NotificationResult.Handled)), Endpoint("second", Handles));

        settled.ShouldBe([typeof(Released), typeof(Accepted)]);
        _called.All<string>().ShouldBe(["first", "first", "second"]);
    }

    [Fact]
    public async Task An_endpoint_whose_filter_does_not_match_is_passed_over()
    {
        var settled = await SettledAsync(1, Endpoint("first", Handles, filter: new NotificationFilter(eventType: "other")), Endpoint("second", Handles));

        settled.ShouldBe([typeof(Accepted)]);
        _called.All<string>().ShouldBe(["second"]);
    }

    [Fact]
    public async Task A_cancellation_that_has_nothing_to_do_with_a_stop_is_a_failure_of_the_handler()
    {
        var settled = await SettledAsync(1, Endpoint("first", static _ => throw new OperationCanceledException("of its own")), Endpoint("second", Handles));

        settled.ShouldBe([typeof(Accepted)]);
        _called.All<string>().ShouldBe(["first", "second"]);
        _log.All.Count<LogRecord>(record => record.Id == HandlerFailed).ShouldBe(1);
        _log.All.Count<LogRecord>(record => record.Id == HandlerCancelled).ShouldBe(0);
    }

    [Fact]
    public async Task A_filter_passes_the_result_of_the_handler_on()
    {
        var times = 0;
        var filter = new Rpc.NotingFilter();

        var settled = await SettledAsync(
            2, [filter], Endpoint("first", _ => ValueTask.FromResult(++times == 1 ? NotificationResult.Requeue : NotificationResult.Handled)));

        settled.ShouldBe([typeof(Released), typeof(Accepted)]);
        filter.Seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_filter_sees_the_token_of_the_handlers()
    {
        CancellationToken ofFilter = default, ofHandler = default;
        var filter = new Rpc.NotingFilter((context, next) =>
        {
            ofFilter = context.Cancellation;
            return next(context);
        });

        await SettledAsync(1, [filter], Endpoint("first", invocation =>
        {
            ofHandler = invocation.Cancellation;
            return Handles(invocation);
        }));

        ofHandler.CanBeCanceled.ShouldBeTrue();
        ofFilter.ShouldBe(ofHandler);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notification_whose_handler_a_stop_has_cancelled_is_returned(bool inBatches)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.RouteSilently);
        await using var driver = Driver.Start(peer, options => options.Notifications.Retry = 0, loggers: _log);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async ValueTask<NotificationResult> WaitAsync(CancellationToken cancellation)
        {
            _called.Add("first");
            begun.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            return NotificationResult.Handled;
        }

        var first = inBatches ? Batch("first", invocation => WaitAsync(invocation.Cancellation)) : Endpoint("", invocation => WaitAsync(invocation.Cancellation));
        var second = inBatches ? Batch("second", static _ => ValueTask.FromResult(NotificationResult.Handled)) : Endpoint("second", Handles);
        await using var listener = await ListenAsync(driver, [], first, second);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var sent = driver.Notifier("news").InfoAsync("event", null, cancel: cancel.Token);
        await begun.Task.WaitAsync(Limit);

        await listener.StopAsync(new CancellationToken(canceled: true));

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Released>();
        _called.All<string>().Where(name => name.Length > 0).ShouldBe(["first"]);
        _log.All.All<LogRecord>(record => record.Id == HandlerCancelled).ShouldHaveSingleItem().Text.ShouldContain("topic news");
        _log.All.Count<LogRecord>(record => record.Id is HandlerFailed or BatchHandlerFailed).ShouldBe(0);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
    }

    private static ValueTask<NotificationResult> Handles(NotificationInvocation invocation) => ValueTask.FromResult(NotificationResult.Handled);

    private static ValueTask<NotificationResult> Fails(NotificationInvocation invocation) => throw new InvalidOperationException("scripted");

    private Task<Type[]> SettledAsync(int count, params NotificationEndpointDescriptor[] endpoints) => SettledAsync(count, [], endpoints);

    private async Task<Type[]> SettledAsync(int count, IReadOnlyList<IMessagingFilter> filters, params NotificationEndpointDescriptor[] endpoints)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, loggers: _log);
        await using var listener = await ListenAsync(driver, filters, endpoints);
        await driver.Notifier("news").InfoAsync("event", null, cancel: Limit);
        return [.. (await peer.Events.ReachAsync<DeliverySettled>(count, cancel: Limit)).Select(one => one.State!.GetType())];
    }

    private async Task<NotificationListener> ListenAsync(Driver driver, IReadOnlyList<IMessagingFilter> filters, params NotificationEndpointDescriptor[] endpoints)
    {
        driver.Transport.Filters = filters;
        var listener = driver.Transport.CreateNotificationListener([.. endpoints.Select(endpoint => (endpoint, (object)this))]);
        driver.Transport.Filters = [];
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    private NotificationEndpointDescriptor Endpoint(
        string name, NotificationInvokerOf handle, bool requeues = false, NotificationFilter? filter = null) => new(
        typeof(HandlerOutcomeTests),
        "news",
        filter ?? NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker>
        {
            [NotificationPriority.Info] = (_, invocation) =>
            {
                _called.Add(name);
                return handle(invocation);
            },
        },
        requeues);

    private NotificationEndpointDescriptor Batch(string name, Func<NotificationBatchInvocation, ValueTask<NotificationResult>> handle) => new(
        typeof(HandlerOutcomeTests), "news", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [NotificationPriority.Info] = (_, invocation) =>
            {
                if (name != "first")
                {
                    _called.Add(name);
                }

                return handle(invocation);
            },
        },
        BatchSize = 1,
    };

    private sealed class Refusal() : MessagingException("too many"), IRefusal;

    private delegate ValueTask<NotificationResult> NotificationInvokerOf(NotificationInvocation invocation);
}
