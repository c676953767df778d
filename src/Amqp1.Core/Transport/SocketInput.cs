using System.Net.Sockets;

namespace Amqp1.Transport;

/// <summary>Looks at what a socket has received without reading it.</summary>
internal static class SocketInput
{
    /// <summary>Whether bytes wait in the socket; false when the socket is closed.</summary>
    public static bool HasUnread(Socket socket)
    {
        try
        {
            return socket.Available > 0;
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
