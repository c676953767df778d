using System.Net;
using System.Net.Sockets;
using Amqp1.Broker;
using Amqp1.Broker.Protocol;
using Amqp1.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Fuzz.Targets;

/// <summary>
/// The target for the bytes that a peer may send to the embedded router, from the first byte on. Every fault is answered, and no fault
/// throws an exception.
/// </summary>
internal static class RouterFrames
{
    private static readonly Socket Listener = Listen();

    public static void Run(byte[] input)
    {
        var options = new EmbeddedRouterOptions { TimeProvider = new StoppedTime(), MaxMessageSize = 64 * 1024 };
        using var engine = new Engine(options, "router", NullLogger.Instance);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        peer.Connect(Listener.LocalEndPoint!);
        using var socket = Listener.Accept();
        var connection = new Connection(engine.Protocol, socket);
        var endpoint = new FrameProcessor(connection);
        lock (engine.Context.Turns.Gate.Lock)
        {
            for (var rest = input.AsSpan(); !rest.IsEmpty;)
            {
                var taken = endpoint.Take(rest);
                if (taken == 0)
                {
                    break;
                }

                rest = rest[taken..];
            }

            endpoint.TearDown();
        }
    }

    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }
}
