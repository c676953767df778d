using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Configuration;
using Amqp1.Diagnostics;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of the queue behind <see cref="INotifier.Enqueue"/>.</summary>
public sealed class NotifierQueueTests : FaultTest
{
    private readonly LogRecords _log = new();
    private readonly GatedSender _sender = new();
    private readonly string _instance = Guid.NewGuid().ToString();

    private IEnumerable<int> Events => _log.All.All<LogRecord>().Select(record => record.Id);

    [Fact]
    public async Task Notifications_are_sent_in_order_one_at_a_time()
    {
        var queue = Queue(10);
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            queue.Add(GatedSender.Notification(_sender, name)).ShouldBeTrue();
        }

        foreach (var name in names)
        {
            (await _sender.BegunAsync(Limit)).ShouldBe(name);
            _sender.End();
        }

        await queue.FlushAsync(Limit);
        _sender.Concurrent.ShouldBe(1);
        queue.Unsent.ShouldBe(0);
        Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_queue_drops_the_newest_counts_it_and_logs_the_incident_once()
    {
        using var listener = Count(out var counted);
        var queue = await FullAsync(NotificationQueueFullMode.DropNewest);

        queue.Add(GatedSender.Notification(_sender, "d")).ShouldBeFalse();
        queue.Add(GatedSender.Notification(_sender, "e")).ShouldBeFalse();

        await EndAsync(queue, "a", "b", "c");
        Events.ShouldBe([1210, 1211]);
        _log.All.All<LogRecord>()[^1].Text.ShouldBe("The queue of notifications has room again; 2 notifications were dropped or refused");
        counted().ShouldBe(2);
    }

    [Fact]
    public async Task A_full_queue_can_drop_the_oldest()
    {
        var queue = await FullAsync(NotificationQueueFullMode.DropOldest);

        queue.Add(GatedSender.Notification(_sender, "d")).ShouldBeTrue();

        await EndAsync(queue, "a", "c", "d");
        Events.ShouldBe([1210, 1211]);
    }

    [Fact]
    public async Task A_full_queue_can_refuse()
    {
        var queue = await FullAsync(NotificationQueueFullMode.Refuse);

        Should.Throw<NotificationQueueFullException>(() => queue.Add(GatedSender.Notification(_sender, "d"))).Message.ShouldContain("2 notifications wait");

        await EndAsync(queue, "a", "b", "c");
    }

    [Fact]
    public async Task A_failure_costs_only_its_own_notification()
    {
        var queue = Queue(10);
        string[] names = ["a", "b", "c"];
        Array.ForEach(names, name => queue.Add(GatedSender.Notification(_sender, name)));

        _sender.End(new MessagingException("logged by the driver"));
        _sender.End(new InvalidOperationException("of a filter"));
        _sender.End();

        await queue.FlushAsync(Limit);
        Events.ShouldBe([1213]);
        _log.All.All<LogRecord>()[^1].Exception!.Message.ShouldBe("of a filter");
    }

    [Fact]
    public async Task What_a_stop_leaves_is_told_and_later_notifications_are_refused()
    {
        var queue = await FullAsync(NotificationQueueFullMode.DropNewest);

        queue.Close();
        queue.Close();

        _log.All.All<LogRecord>()[^1].Text.ShouldBe("3 enqueued notifications were not sent before the stop");
        Should.Throw<ObjectDisposedException>(() => queue.Add(GatedSender.Notification(_sender, "d")));
        _sender.End();
        await queue.FlushAsync(Limit);
        Events.ShouldBe([1212]);
    }

    [Fact]
    public async Task A_notification_belongs_to_the_operation_that_added_it()
    {
        var queue = Queue(10);
        using var activity = new Activity("request").Start();
        queue.Add(GatedSender.Notification(_sender, "a", ExecutionContext.Capture()));
        activity.Stop();

        await _sender.BegunAsync(Limit);
        _sender.Activity.ShouldBeSameAs(activity);
        _sender.End();
        await queue.FlushAsync(Limit);

        queue.Add(GatedSender.Notification(_sender, "b"));
        await _sender.BegunAsync(Limit);
        _sender.Activity.ShouldBeNull();
        _sender.End();
    }

    [Fact]
    public async Task The_wait_for_the_queue_can_be_cancelled()
    {
        var queue = await FullAsync(NotificationQueueFullMode.DropNewest);

        await Should.ThrowAsync<OperationCanceledException>(() => queue.FlushAsync(new CancellationToken(canceled: true)));

        await EndAsync(queue, "a", "b", "c");
    }

    /// <summary>Counts the dropped notifications of this test. All drivers of a process share the instrument.</summary>
    private MeterListener Count(out Func<long> counted)
    {
        var sum = 0L;
        counted = () => Interlocked.Read(ref sum);
        var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (Has(tags, "amqp1.instance", _instance) && Has(tags, "amqp1.notifications.source", NotifierQueue.Name))
            {
                Interlocked.Add(ref sum, value);
            }
        });
        listener.EnableMeasurementEvents(Metrics.DroppedNotifications);
        listener.Start();
        return listener;
    }

    private static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name, string value)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name && value.Equals(tag.Value))
            {
                return true;
            }
        }

        return false;
    }

    private NotifierQueue Queue(int capacity, NotificationQueueFullMode mode = NotificationQueueFullMode.DropNewest) =>
        new(capacity, mode, () => _instance, _log);

    /// <summary>Returns a queue with two places, both taken, while a third notification is being sent.</summary>
    private async Task<NotifierQueue> FullAsync(NotificationQueueFullMode mode)
    {
        var queue = Queue(2, mode);
        queue.Add(GatedSender.Notification(_sender, "a")).ShouldBeTrue();
        (await _sender.BegunAsync(Limit)).ShouldBe("a");
        queue.Add(GatedSender.Notification(_sender, "b")).ShouldBeTrue();
        queue.Add(GatedSender.Notification(_sender, "c")).ShouldBeTrue();
        return queue;
    }

    /// <summary>Ends what is being sent, and checks that the others follow in this order.</summary>
    private async Task EndAsync(NotifierQueue queue, params string[] names)
    {
        foreach (var name in names.Skip(1))
        {
            _sender.End();
            (await _sender.BegunAsync(Limit)).ShouldBe(name);
        }

        _sender.End();
        await queue.FlushAsync(Limit);
    }
}
