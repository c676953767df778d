using System.Net;
using System.Net.Sockets;
using Amqp1.Transport;

namespace Amqp1.Core.Tests.Transport;

public sealed class SelfConnectionTests
{
    [Fact]
    public async Task A_socket_that_met_itself_is_known_from_one_that_met_a_peer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await other.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        SocketConnector.IsConnectedToItself(other).ShouldBeFalse();

        using var alone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        alone.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await alone.ConnectAsync(alone.LocalEndPoint!, TestContext.Current.CancellationToken);
        SocketConnector.IsConnectedToItself(alone).ShouldBeTrue();
    }
}
