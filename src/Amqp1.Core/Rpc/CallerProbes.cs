using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// Finds out when the callers of running methods have gone without a word (docs/spec/behaviour.md#lost-callers). Nothing is sent for methods
/// that end soon. Thread-safe.
/// </summary>
/// <param name="bus">The bus that the server listens on.</param>
/// <param name="calls">The calls of the server.</param>
internal sealed class CallerProbes(MessageBus bus, RunningCalls calls)
{
    /// <summary>The interval at which the running calls are looked through. A call that is found twice is a long one.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(25);

    private readonly Lock _gate = new();
    private readonly Dictionary<Destination, CallerProbe> _probes = [];
    private DelayedWork? _sweep;
    private bool _isStopped;

    /// <summary>Called when a method of a call has asked for its token.</summary>
    public void OnAdded(Destination replyTo)
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            if (_sweep is null)
            {
                _sweep = new DelayedWork(Sweep, bus.Logger);
                bus.Deadlines.Add(_sweep, SweepInterval);
            }
        }

        // The reply needs the link, too. It is attached now, because a router tells little about a caller that has gone before.
        if (!bus.Callers.Has(replyTo))
        {
            bus.Callers.Watch(replyTo);
        }
    }

    /// <summary>Sends no more probes.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            if (_sweep is not null)
            {
                bus.Deadlines.Remove(_sweep);
            }
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
        var callers = calls.LongRunning();
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
            if (calls.Count == 0 && _probes.Count == 0)
            {
                _sweep = null;
            }
            else if (!_isStopped)
            {
                bus.Deadlines.Add(_sweep!, SweepInterval);
            }
        }
    }

    private void Probe(CallId call, Destination replyTo)
    {
        // Other drivers do not expect messages that answer no call.
        if (!call.IsOfThisDriver || !bus.Callers.HasRoom)
        {
            return;
        }

        CallerProbe? probe;
        lock (_gate)
        {
            if (!_probes.TryGetValue(replyTo, out probe))
            {
                probe = new CallerProbe(bus, replyTo);
                _probes.Add(replyTo, probe);
            }
        }

        probe.Send(call);
    }
}
