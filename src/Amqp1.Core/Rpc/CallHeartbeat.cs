using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>Tells the caller of a monitored call, twice per its interval, that the method still runs (specification E.7).</summary>
/// <remarks>Disposing it stops it; that is done on every path, also when no endpoint took the call.</remarks>
internal sealed class CallHeartbeat : Deadline, IDisposable
{
    private readonly MessageBus _bus;
    private readonly Destination _replyTo;
    private readonly object? _correlationId;
    private readonly TimeSpan _monitorTimeout;
    private volatile bool _stopped;

    private CallHeartbeat(MessageBus bus, Destination replyTo, object? correlationId, TimeSpan monitorTimeout)
    {
        _bus = bus;
        _replyTo = replyTo;
        _correlationId = correlationId;
        _monitorTimeout = monitorTimeout;
        _bus.Deadlines.Add(this, monitorTimeout / 2);
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
            _bus.Deadlines.Add(this, _monitorTimeout / 2);
        }
        catch (ObjectDisposedException)
        {
            // The transport was stopped under the call; there is nobody to tell any more.
        }

        if (_stopped)
        {
            _bus.Deadlines.Remove(this);
        }
    }
}
