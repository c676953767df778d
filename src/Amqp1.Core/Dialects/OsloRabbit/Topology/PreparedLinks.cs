using Amqp1.Addressing;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>The links that were prepared on a connection. Thread-safe.</summary>
internal sealed class PreparedLinks
{
    /// <summary>The number of links that are remembered. If there are more, all of them are forgotten.</summary>
    private const int MaxLinks = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<(Destination Destination, Guid? Consumer)> _links = [];

    /// <summary>Adds a link.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="consumer">The receiver; null for a sender.</param>
    /// <returns>Whether the link was prepared before.</returns>
    public bool Add(Destination destination, Guid? consumer)
    {
        lock (_gate)
        {
            if (_links.Count >= MaxLinks)
            {
                _links.Clear();
            }

            return !_links.Add((destination, consumer));
        }
    }

    public void Remove(Destination destination, Guid consumer)
    {
        lock (_gate)
        {
            _links.Remove((destination, consumer));
        }
    }
}
