using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// Decides on accept whether a socket may become a connection. Connections that are not open have a separate limit: above it, the oldest of
/// them is dropped, so that silent peers do not block a client that authenticates. Thread-safe.
/// </summary>
internal sealed class Admission(BrokerContext context, int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Connection, LinkedListNode<Connection>?> _connections = [];
    private readonly LinkedList<Connection> _unopened = [];
    private readonly LogLimit _surplusLog = new(context.Time);
    private readonly LogLimit _droppedLog = new(context.Time);

    /// <summary>The maximum number of connections, open or not.</summary>
    public int Most { get; } = most;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    public int UnopenedCount
    {
        get
        {
            lock (_gate)
            {
                return _unopened.Count;
            }
        }
    }

    private int MostUnopened => Math.Min(context.Options.MaxUnopenedConnections, Most);

    /// <summary>Makes room for one more connection, if necessary by dropping one that is not open. Returns false if there is no room.</summary>
    public bool MakeRoom()
    {
        Connection? dropped = null;
        lock (_gate)
        {
            if (_unopened.Count >= MostUnopened || _connections.Count >= Most)
            {
                dropped = TakeOldest();
                if (dropped is null)
                {
                    TellSurplus();
                    return false;
                }
            }
        }

        if (dropped is not null)
        {
            Drop(dropped);
        }

        return true;
    }

    /// <summary>Drops the oldest connection that is not open, which frees its descriptor. Returns false if there is none.</summary>
    public bool DropOldest()
    {
        Connection? dropped;
        lock (_gate)
        {
            dropped = TakeOldest();
        }

        if (dropped is null)
        {
            return false;
        }

        Drop(dropped);
        return true;
    }

    public void Add(Connection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection, _unopened.AddLast(connection));
        }
    }

    /// <summary>Records that the peer has authenticated and sent its Open.</summary>
    public void Opened(Connection connection)
    {
        lock (_gate)
        {
            if (_connections.TryGetValue(connection, out var place) && place is not null)
            {
                _unopened.Remove(place);
                _connections[connection] = null;
            }
        }
    }

    public void Remove(Connection connection)
    {
        lock (_gate)
        {
            if (_connections.Remove(connection, out var place) && place is not null)
            {
                _unopened.Remove(place);
            }
        }
    }

    private Connection? TakeOldest()
    {
        if (_unopened.First is not { Value: var oldest } place)
        {
            return null;
        }

        // The socket of the connection is about to close. The connection no longer counts, although its read loop has not ended.
        _unopened.Remove(place);
        _connections.Remove(oldest);
        return oldest;
    }

    private void Drop(Connection connection)
    {
        connection.Abort();
        RouterMetrics.CountFault(context.Log, "dropped");
        if (_droppedLog.Count() is { } dropped)
        {
            context.Log.UnopenedDropped(dropped, MostUnopened, Most);
        }
    }

    private void TellSurplus()
    {
        RouterMetrics.CountFault(context.Log, ErrorCondition.ResourceLimitExceeded);
        if (_surplusLog.Count() is { } refused)
        {
            context.Log.Surplus(refused, Most);
        }
    }
}
