using System.Net.Sockets;

namespace Amqp1.Transport;

/// <summary>Checks the input of a socket without reading it.</summary>
internal static class SocketInput
{
    /// <summary>Returns whether unread bytes wait in the socket, or false if the socket is closed.</summary>
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
