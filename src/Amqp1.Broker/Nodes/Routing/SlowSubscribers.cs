using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// The consumers of multicast addresses with waiting messages, in the order of the time when they last accepted one. A consumer that
/// accepts none for too long is detached, because it would block all senders to its address. Used in a turn.
/// </summary>
internal sealed class SlowSubscribers : IDisposable
{
    private readonly BrokerContext _context;
    private readonly LinkedList<Subscriber> _waiting = [];
    private readonly ITimer _timer;
    private bool _armed;

    public SlowSubscribers(BrokerContext context)
    {
        _context = context;
        _timer = context.Time.CreateTimer(static state => ((SlowSubscribers)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Limit => _context.Options.SlowSubscriberTimeout;

    /// <summary>Records that messages begin to wait for the consumer, or that it has accepted some of them.</summary>
    public void OnProgress(Subscriber subscriber)
    {
        if (Limit == TimeSpan.Zero)
        {
            return;
        }

        Remove(subscriber);
        subscriber.Since = _context.Time.GetTimestamp();
        _waiting.AddLast(subscriber.SlowPlace);
        Arm();
    }

    /// <summary>Removes a consumer without waiting messages.</summary>
    public void Remove(Subscriber subscriber)
    {
        if (subscriber.SlowPlace.List is not null)
        {
            _waiting.Remove(subscriber.SlowPlace);
        }
    }

    /// <summary>Detaches the consumer for a reason.</summary>
    public void Detach(Subscriber subscriber, string reason)
    {
        Remove(subscriber);
        var (consumer, count) = (subscriber.Consumer, subscriber.Waiting.Count);
        _context.Log.SlowSubscriber(consumer.Name, consumer.Peer, subscriber.Address, reason, count);
        RouterMetrics.CountSlowSubscriber(_context.Log);
        consumer.Detach(ErrorCondition.ResourceLimitExceeded, $"{count} messages wait for this consumer: {reason}.");
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        using (_context.Turns.Enter())
        {
            _armed = false;
            while (_waiting.First is { Value: var subscriber } && _context.Time.GetElapsedTime(subscriber.Since) >= Limit && _context.Turns.Chores.Spend())
            {
                Detach(subscriber, $"it has accepted no message for {Limit.TotalSeconds:0.#} s (SlowSubscriberTimeout)");
            }

            Arm();
        }
    }

    private void Arm()
    {
        if (!_armed && _waiting.First is { Value: var subscriber })
        {
            _armed = true;
            var left = Limit - _context.Time.GetElapsedTime(subscriber.Since) + TimeSpan.FromMilliseconds(1);
            _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
