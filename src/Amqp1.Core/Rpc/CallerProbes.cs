using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>
/// Finds out when the callers of running methods have gone without a word (docs/spec/behaviour.md#lost-callers). Nothing is sent for methods
/// that end soon. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // Stop disposes of the timer.
internal sealed class CallerProbes
#pragma warning restore CA1001
{
    /// <summary>
    /// The interval at which the running calls are looked through. A call that is found twice is a long one. The interval is shorter than a tick
    /// of the deadlines, so that it has a timer of its own.
    /// </summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(25);

    private readonly MessageBus _bus;
    private readonly RunningCalls _calls;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<Destination, CallerProbe> _probes = [];
    private bool _isSweeping;
    private bool _isStopped;

    /// <param name="bus">The bus that the server listens on.</param>
    /// <param name="calls">The calls of the server.</param>
    public CallerProbes(MessageBus bus, RunningCalls calls)
    {
        (_bus, _calls) = (bus, calls);
        _timer = bus.Time.CreateTimer(
            static state => Callback.Run(((CallerProbes)state!)._bus.Logger, (CallerProbes)state, static probes => probes.Sweep()),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called when a method of a call has asked for its token.</summary>
    public void OnAdded(Destination replyTo)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            if (!_isSweeping)
            {
                _isSweeping = true;
                _timer.Change(SweepInterval, Timeout.InfiniteTimeSpan);
            }
        }

        // The reply needs the link, too. It is attached now, because a router tells little about a caller that has gone before.
        if (!_bus.Callers.Has(replyTo))
        {
            _bus.Callers.Watch(replyTo);
        }
    }

    /// <summary>Sends no more probes.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            _timer.Dispose();
        }
    }

    private void Sweep()
    {
        try
        {
            ProbeCallers();
        }
        finally
        {
            SweepAgain();
        }
    }

    private void ProbeCallers()
    {
        var callers = _calls.LongRunning();
        foreach (var (replyTo, call) in callers)
        {
            Probe(call, replyTo);
        }

        lock (_gate)
        {
            foreach (var (replyTo, probe) in _probes.Where(entry => !callers.ContainsKey(entry.Key)).ToArray())
            {
                if (probe.TryEnd())
                {
                    _probes.Remove(replyTo);
                }
            }
        }
    }

    private void SweepAgain()
    {
        lock (_gate)
        {
            _isSweeping = !_isStopped && (_calls.Count > 0 || _probes.Count > 0);
            if (_isSweeping)
            {
                _timer.Change(SweepInterval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Probe(CallId call, Destination replyTo)
    {
        // Other drivers do not expect messages that answer no call.
        if (!call.IsOfThisDriver || !_bus.Callers.HasRoom)
        {
            return;
        }

        CallerProbe? probe;
        lock (_gate)
        {
            if (!_probes.TryGetValue(replyTo, out probe))
            {
                probe = new CallerProbe(_bus, replyTo);
                _probes.Add(replyTo, probe);
            }
        }

        probe.Send(call);
    }
}
