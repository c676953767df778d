using Amqp1.Transport;

namespace Amqp1.Bus.Connections;

/// <summary>
/// Selects the next host: at first a random one, to spread many clients, then the others in turn (docs/spec/connection.md#reconnecting).
/// </summary>
internal sealed class HostRotation(IReadOnlyList<PeerHost> hosts, Random random)
{
    private int _next = random.Next(hosts.Count);

    public PeerHost Next()
    {
        var host = hosts[_next];
        _next = (_next + 1) % hosts.Count;
        return host;
    }
}
