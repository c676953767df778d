using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Frames;

namespace Amqp1.Broker.Routing;

/// <summary>
/// The consumers of multicast addresses with waiting messages, in the order of the time when they last accepted one. A consumer that
/// accepts none for too long is detached, because it would block all senders to its address. Used under the router's lock.
/// </summary>
internal sealed class SlowSubscribers : IDisposable
{
    private readonly RouterCore _router;
    private readonly LinkedList<SubscriberQueue> _waiting = [];
    private readonly ITimer _timer;
    private bool _armed;

    public SlowSubscribers(RouterCore router)
    {
        _router = router;
        _timer = router.Time.CreateTimer(static state => ((SlowSubscribers)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Limit => _router.Options.SlowSubscriberTimeout;

    /// <summary>Records that messages begin to wait for the consumer, or that it has accepted some of them.</summary>
    public void Progress(SubscriberQueue queue)
    {
        if (Limit == TimeSpan.Zero)
        {
            return;
        }

        Remove(queue);
        queue.Since = _router.Time.GetTimestamp();
        _waiting.AddLast(queue.Place);
        Arm();
    }

    /// <summary>Removes a consumer without waiting messages.</summary>
    public void Remove(SubscriberQueue queue)
    {
        if (queue.Place.List is not null)
        {
            _waiting.Remove(queue.Place);
        }
    }

    /// <summary>Detaches the consumer of the queue with a reason.</summary>
    public void Detach(SubscriberQueue queue, string reason)
    {
        Remove(queue);
        var consumer = queue.Consumer;
        _router.Logger.SlowSubscriber(consumer.Name, consumer.Session.Connection.Peer, consumer.Address.Name, reason, queue.Waiting.Count);
        RouterMetrics.CountSlowSubscriber(_router.Logger);
        consumer.Session.Detach(consumer, ErrorCondition.ResourceLimitExceeded, $"{queue.Waiting.Count} messages wait for this consumer: {reason}.");
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        using (_router.Enter())
        {
            _armed = false;
            while (_waiting.First is { Value: var queue } && _router.Time.GetElapsedTime(queue.Since) >= Limit && _router.Chores.Spend())
            {
                Detach(queue, $"it has taken none for {Limit.TotalSeconds:0.#} s (SlowSubscriberTimeout)");
            }

            Arm();
        }
    }

    private void Arm()
    {
        if (!_armed && _waiting.First is { Value: var queue })
        {
            _armed = true;
            var left = Limit - _router.Time.GetElapsedTime(queue.Since) + TimeSpan.FromMilliseconds(1);
            _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
