using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests that a listener stops once, and not before its handlers have ended.</summary>
public sealed class ListenerStopTests : FaultTest
{
    private const int DrainTimedOut = 1206;

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EventLog<string> _begun = new();
    private readonly LogRecords _log = new();

    [Fact]
    public async Task A_stop_completes_when_the_handlers_have_ended()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        await using var listener = await ListenAsync(driver);
        var sent = driver.Notifier("news").InfoAsync("event", null, cancel: Limit);
        await _begun.FirstAsync<string>(cancel: Limit);

        var stop = listener.StopAsync(Limit);

        stop.IsCompleted.ShouldBeFalse();
        listener.StopAsync(Limit).ShouldBeSameAs(stop);
        _mayEnd.SetResult();
        await stop;
        await sent;

        // The stop sends the detach and does not wait until the peer has handled it.
        await peer.Events.FirstAsync<LinkDetached>(detached => !detached.Link.ClientSends, Limit);
    }

    [Fact]
    public async Task A_stop_that_has_begun_is_not_begun_again()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, loggers: _log);
        await using var listener = await ListenAsync(driver);
        var sent = driver.Notifier("news").InfoAsync("event", null, cancel: Limit);
        await _begun.FirstAsync<string>(cancel: Limit);

        listener.BeginStop(Drain, CancellationToken.None);

        // If the second call began a drain of its own, the drain would be over at once and the handler's token would fire.
        listener.BeginStop(Drain, new CancellationToken(canceled: true));
        _mayEnd.SetResult();
        await listener.StopAsync(Limit);

        await sent;
        _log.All.Count<LogRecord>(record => record.Id == DrainTimedOut).ShouldBe(0);
    }

    private async Task<NotificationListener> ListenAsync(Driver driver)
    {
        var endpoint = new NotificationEndpointDescriptor(
            typeof(ListenerStopTests),
            "news",
            NotificationFilter.Any,
            new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = HandleAsync });
        var listener = driver.Transport.CreateNotificationListener((endpoint, this));
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    private async ValueTask<NotificationResult> HandleAsync(object endpoint, NotificationInvocation invocation)
    {
        _begun.Add("begun");
        await _mayEnd.Task;
        return NotificationResult.Handled;
    }
}
