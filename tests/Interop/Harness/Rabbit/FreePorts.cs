using System.Net;
using System.Net.Sockets;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>Finds ports of the loopback interface for programs that cannot choose a port themselves.</summary>
internal static class FreePorts
{
    /// <summary>Returns that many different ports on which no program listens at the moment.</summary>
    public static int[] Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
            {
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            Array.ForEach(listeners, listener => listener.Dispose());
        }
    }
}
