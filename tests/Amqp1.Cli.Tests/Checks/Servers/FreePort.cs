using System.Net;
using System.Net.Sockets;

namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>Finds free ports of the loopback interface.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
