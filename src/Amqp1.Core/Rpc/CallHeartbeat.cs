using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>
/// Sends heartbeats to the caller of a monitored call, twice per interval, while the method runs (docs/spec/messages.md#heartbeats).
/// </summary>
/// <remarks>
/// A thread-pool thread sends the heartbeats, because sending takes locks of AMQPNetLite. If the pool provides no thread before half of
/// the remaining time has passed, the clock thread sends the heartbeat. Disposing stops the heartbeats. This object is disposed on every
/// path, including when no endpoint accepted the call.
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

    /// <summary>Starts the heartbeats. Returns null when the caller does not monitor the call.</summary>
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
            // The timer is armed first, because the work item can start before this method returns, and arms it again.
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
            // The work item started at this very moment and did not find the timer armed.
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
            // The bus was closed during the call, so the caller can no longer be reached.
            _stopped = true;
        }
    }
}
