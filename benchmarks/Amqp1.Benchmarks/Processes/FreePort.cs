using System.Net;
using System.Net.Sockets;

namespace Amqp1.Benchmarks.Processes;

/// <summary>Finds free ports of the loopback interface.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
