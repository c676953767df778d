using Amqp1.Transport;

namespace Amqp1.Bus;

/// <summary>Which host is next: a random one first, so that a fleet spreads, then in turn (docs/spec/connection.md#reconnecting).</summary>
internal sealed class HostRotation(IReadOnlyList<Endpoint> hosts, Random random)
{
    private int _next = random.Next(hosts.Count);

    public Endpoint Next()
    {
        var host = hosts[_next];
        _next = (_next + 1) % hosts.Count;
        return host;
    }
}
