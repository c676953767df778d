using System.Collections.Immutable;
using Amqp;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;

namespace Amqp1.Bus.Receiving;

/// <summary>
/// The receiving links whose messages nobody reads any more. A link is drained first, and detached when the peer holds no credit, or after
/// <see cref="Limit"/> (docs/spec/links.md#leaving). Thread-safe.
/// </summary>
internal sealed class LeavingLinks(BusContext context)
{
    /// <summary>The time after which a link is detached although the peer has not answered the drain.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private ImmutableArray<(ReceiverLink Link, BusConnection Connection)> _links = [];

    /// <summary>Begins to leave a link, whose window must be closed. Returns immediately. Does not throw.</summary>
    public void Add(ReceiverLink link, BusConnection connection)
    {
        lock (_gate)
        {
            _links = _links.Add((link, connection));
        }

        context.Deadlines.Add(new DelayedWork(() => Detach(link, connection), context.Logger), Limit);
        DetachIfDrained(link, connection);
    }

    /// <summary>Detaches the links that are drained. Called after a flow, and after a message on such a link.</summary>
    public void Check()
    {
        foreach (var (link, connection) in _links)
        {
            DetachIfDrained(link, connection);
        }
    }

    private void DetachIfDrained(ReceiverLink link, BusConnection connection)
    {
        if (IsDrained(link))
        {
            Detach(link, connection);
        }
    }

    private void Detach(ReceiverLink link, BusConnection connection)
    {
        lock (_gate)
        {
            var before = _links.Length;
            _links = _links.Remove((link, connection));
            if (_links.Length == before)
            {
                return;
            }
        }

        connection.Sessions.Close(link);
    }

    private static bool IsDrained(ReceiverLink link)
    {
        try
        {
            return ReceiverCredit.IsDrained(link);
        }
        catch (Exception gone) when (gone is AmqpException or InvalidOperationException or IOException)
        {
            // The link or its connection has ended, so that there is nothing to drain.
            return true;
        }
    }
}
