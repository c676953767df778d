using Amqp1.Configuration;
using Amqp1.Rpc;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>
/// One connection to the intermediary and the objects that a test creates on it. All of them are stopped when it is disposed.
/// </summary>
internal sealed class Participant : StartedTransport
{
    private Participant(MessagingTransport transport)
        : base(transport)
    {
    }

    /// <summary>Connects. Completes when the connection is open.</summary>
    public static async Task<Participant> ConnectAsync(string url, CancellationToken cancel, Action<Amqp1Options>? configure = null)
    {
        var transport = MessagingTransport.Create(url, TestOptions.Create(options =>
        {
            options.ControlExchange = "openstack";
            configure?.Invoke(options);
        }));
        transport.Start();
        var made = new Participant(transport);
        await transport.WaitForConnectionAsync(cancel);
        return made;
    }

    public RpcClient Client(string topic, string? server = null, TimeSpan? timeout = null, int? retry = null) =>
        Transport.CreateRpcClient(Target.ForTopic(topic, server)).Prepare(timeout: timeout, retry: retry);

    /// <summary>Starts a server. Completes when it listens.</summary>
    public Task<RpcServer> ServeAsync(TestEndpoint endpoint, string topic, CancellationToken cancel, string server = "server", string? exchange = null) =>
        ServeAsync(new Target { Topic = topic, Server = server, Exchange = exchange }, endpoint, expected: null, cancel);
}
