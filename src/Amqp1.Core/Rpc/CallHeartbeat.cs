using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>Tells the caller of a monitored call, twice per its interval, that the method still runs (docs/spec/messages.md#heartbeats).</summary>
/// <remarks>
/// A thread of the pool sends the heartbeat, because sending takes locks of AMQPNetLite. Only when the pool had no thread for it until half of
/// the remaining time was over, the clock thread sends it. Disposing stops it; that is done on every path, also when no endpoint took the call.
/// </remarks>
internal sealed class CallHeartbeat : Deadline, IThreadPoolWorkItem, IDisposable
{
    private readonly MessageBus _bus;
    private readonly Destination _replyTo;
    private readonly object? _correlationId;
    private readonly TimeSpan _monitorTimeout;
    private volatile bool _stopped;
    private int _isQueued;

    private CallHeartbeat(MessageBus bus, Destination replyTo, object? correlationId, TimeSpan monitorTimeout)
    {
        _bus = bus;
        _replyTo = replyTo;
        _correlationId = correlationId;
        _monitorTimeout = monitorTimeout;
        Arm(monitorTimeout / 2);
    }

    /// <summary>Null when the caller does not monitor the call.</summary>
    public static CallHeartbeat? Start(MessageBus bus, Destination? replyTo, object? correlationId, double? monitorSeconds) =>
        replyTo is not null && monitorSeconds is > 0 and <= int.MaxValue
            ? new CallHeartbeat(bus, replyTo, correlationId, TimeSpan.FromSeconds(monitorSeconds.Value))
            : null;

    public void Dispose()
    {
        _stopped = true;
        _bus.Deadlines.Remove(this);
    }

    internal override void OnExpired()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            // Armed first: the work item may begin before this returns, and arms anew.
            Arm(_monitorTimeout / 4);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        else if (Interlocked.Exchange(ref _isQueued, 0) != 0)
        {
            Send();
            Arm(_monitorTimeout / 2);
        }
        else
        {
            // The work item has begun at this very moment, too late to find this armed.
            Arm(_monitorTimeout / 2);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (Interlocked.Exchange(ref _isQueued, 0) != 0)
        {
            Callback.Run(_bus.Logger, this, static self => self.Send());
            if (_bus.Deadlines.Remove(this))
            {
                Arm(_monitorTimeout / 2);
            }
        }
    }

    private void Arm(TimeSpan delay)
    {
        _bus.Deadlines.Add(this, delay);
        if (_stopped)
        {
            _bus.Deadlines.Remove(this);
        }
    }

    private void Send()
    {
        if (_stopped)
        {
            return;
        }

        var heartbeat = new OutgoingMessage
        {
            Kind = MessageKind.Heartbeat,
            Destination = _replyTo,
            CorrelationId = _correlationId,
            TimeToLive = _monitorTimeout,
        };
        try
        {
            _bus.Send(new PendingHeartbeat(heartbeat, _monitorTimeout));
        }
        catch (ObjectDisposedException)
        {
            // The bus was closed under the call; there is nobody to tell any more.
            _stopped = true;
        }
    }
}
