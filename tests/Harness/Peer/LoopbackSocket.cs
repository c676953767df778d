using System.Net;
using System.Net.Sockets;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>Creates TCP sockets on the loopback interface.</summary>
internal static class LoopbackSocket
{
    public static Socket Listen(int port)
    {
        var socket = Bind(port);
        socket.Listen(128);
        return socket;
    }

    public static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
