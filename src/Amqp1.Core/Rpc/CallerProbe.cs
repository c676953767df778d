using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// Finds out whether one caller is still there: one probe at a time is sent to its reply address. A router settles it when the call has ended
/// or the caller has gone; a broker settles it at once, so that another one follows later. If a broker takes messages for callers that have
/// gone, the link is attached again instead. Thread-safe.
/// </summary>
/// <remarks>
/// The caller counts as gone when two probes in a row come back. The first one also comes back if a router of a mesh is lost on whose way it
/// was, although there is another way.
/// </remarks>
internal sealed class CallerProbe(MessageBus bus, Destination replyTo)
{
    /// <summary>A little less than two of the intervals at which the calls are looked through, so that no third one passes.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(40);

    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(1);

    /// <summary>The time that a probe waits for the credit of a router before the caller counts as gone.</summary>
    private static readonly TimeSpan CreditLimit = TimeSpan.FromSeconds(5);

    /// <summary>The longest time for which the caller holds a probe.</summary>
    private static readonly TimeSpan HoldLimit = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly long _began = bus.Time.GetTimestamp();
    private PendingProbe? _pending;
    private bool _hasReturned;
    private long? _sent;

    /// <summary>Sends a probe, unless one is under way or the last one was sent a moment ago.</summary>
    /// <param name="call">A running call of the caller.</param>
    public void Send(CallId call)
    {
        PendingProbe? next = null;
        TimeSpan age;
        lock (_gate)
        {
            age = Age;
            if (_pending is null && age >= Interval())
            {
                next = _pending = Create(call);
                _sent = bus.Time.GetTimestamp();
            }
        }

        if (next is not null && bus.Callers.TryAttachAgain(replyTo))
        {
            OnOutcome(next, isReturned: false);
        }
        else if (next is not null)
        {
            Send(next);
        }
        else if (age >= CreditLimit && bus.Callers.IsUnread(replyTo))
        {
            bus.Callers.OnGone(replyTo);
        }
    }

    /// <summary>
    /// Forgets the probe that is under way, because no method of the caller runs any more. Returns false if the last one was sent a moment ago:
    /// this object is kept, so that probes are not sent more often.
    /// </summary>
    public bool TryEnd()
    {
        PendingProbe? pending;
        lock (_gate)
        {
            if (Age < LongestInterval)
            {
                return false;
            }

            pending = _pending;
        }

        pending?.Abandon(new OperationCanceledException("No method of the caller runs any more."));
        return true;
    }

    /// <summary>Called with the outcome of a probe.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="isReturned">Whether it did not reach the caller.</param>
    public void OnOutcome(PendingProbe probe, bool isReturned)
    {
        PendingProbe? next = null;
        bool isGone;
        lock (_gate)
        {
            isGone = isReturned && _hasReturned;
            _hasReturned = isReturned && !isGone;
            _pending = next = _hasReturned ? Create(probe.Call) : null;
        }

        if (isGone)
        {
            bus.Callers.OnGone(replyTo);
        }
        else if (next is not null)
        {
            Send(next);
        }
    }

    /// <summary>
    /// Returns the shortest time between two probes, a twentieth of the time for which the caller has had long calls. A caller is thus missed
    /// early if its call has run for some seconds, and many long calls cost little.
    /// </summary>
    private TimeSpan Interval()
    {
        var twentieth = -bus.Deadlines.Until(_began) / 20;
        return twentieth < ShortestInterval ? ShortestInterval : twentieth > LongestInterval ? LongestInterval : twentieth;
    }

    private TimeSpan Age => _sent is { } stamp ? -bus.Deadlines.Until(stamp) : TimeSpan.MaxValue;

    private PendingProbe Create(CallId call) => new(
        new OutgoingMessage { Kind = MessageKind.Probe, Destination = replyTo, CorrelationId = ProbeId.Of(call) }, HoldLimit, this, call);

    private void Send(PendingProbe probe)
    {
        try
        {
            bus.Send(probe);
        }
        catch (ObjectDisposedException)
        {
            // The transport was stopped. Its methods are cancelled in another way.
        }
    }
}
