using System.Globalization;
using Amqp1.Configuration;
using Amqp1.Rpc;

namespace Amqp1.PoolProcess;

/// <summary>
/// A server of the topic <c>t</c>. Its method <c>block</c> blocks its thread. Its method <c>wait</c> blocks its thread until the deadline
/// of the request, writes <c>expired</c>, and then blocks its thread again.
/// </summary>
internal sealed class Service : IPlay
{
    private readonly MessagingTransport _transport;
    private readonly RpcServer _server;

    public Service(string url, string idleMilliseconds, string? authorityFile)
    {
        var options = new Amqp1Options { ControlExchange = "" };
        options.Connection.IdleTimeout = TimeSpan.FromMilliseconds(double.Parse(idleMilliseconds, CultureInfo.InvariantCulture));
        options.Security.SslCaFile = authorityFile;
        _transport = MessagingTransport.Create(url, options);
        var target = new Target { Topic = "t", Server = "s" };
        _server = _transport.CreateRpcServer(
            target, (new RpcEndpointDescriptor(typeof(Service), target, [new("block", BlockAsync), new("wait", WaitAsync)]), this));
    }

    public void Start()
    {
        _transport.Start();
        _transport.StatusChanged += status => Console.WriteLine(status.State);
        _server.Start();
        _server.WaitUntilListeningAsync().Wait();
        Console.WriteLine("ready");
    }

    public void Dispose() => _transport.DisposeAsync().AsTask().Wait();

    private static ValueTask BlockAsync(object endpoint, RpcInvocation invocation)
    {
        Pool.Block();
        invocation.SetResult("released");
        return ValueTask.CompletedTask;
    }

    private static ValueTask WaitAsync(object endpoint, RpcInvocation invocation)
    {
        invocation.Cancellation.WaitHandle.WaitOne();
        Console.WriteLine("expired");
        return BlockAsync(endpoint, invocation);
    }
}
