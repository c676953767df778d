using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>The status of the connection of a bus, and the event that reports its changes. Thread-safe.</summary>
internal sealed class StatusReport(BusContext context)
{
    private readonly Lock _gate = new();
    private ConnectionStatus _status = new(ConnectionState.Disconnected, context.Time.GetUtcNow());
    private bool _stopped;

    /// <summary>Raised after the status has changed, on any thread.</summary>
    public event Action<ConnectionStatus>? Changed;

    public ConnectionStatus Current
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>
    /// Ends the reports except the last one: after a stop, the bus does not reconnect, so the end of the connection is not an outage.
    /// </summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
        }
    }

    /// <summary>Changes the status and raises the event. Does not throw.</summary>
    public void Report(ConnectionState state, string? host = null, BusConnection? connection = null, string? error = null)
    {
        ConnectionStatus status;
        lock (_gate)
        {
            if (state == ConnectionState.Open && connection?.IsLost == true)
            {
                // The connection was lost while it was being taken into use. The loss is about to be reported, or has been.
                return;
            }

            if (_stopped && state != ConnectionState.Closed)
            {
                return;
            }

            _status = ConnectionStatusChange.Apply(_status, state, host, connection, error, context.Time.GetUtcNow());
            status = _status;
        }

        Callback.Raise(context.Logger, Changed, status);
    }
}
