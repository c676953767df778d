using System.Net;
using System.Net.Sockets;
using System.Text;
using Amqp1.Configuration;
using Amqp1.Embedded;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of the requirements for the embedded router that other intermediaries need not meet.</summary>
public sealed class EmbeddedRouterTests
{
    private const int Burst = 2500;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("rpc-cast")]
    public async Task A_burst_of_casts_to_a_slow_server_is_served_whole(string preSettled)
    {
        await PeerRequirements.RequirePythonAsync();
        await using var router = await EmbeddedRouter.StartAsync(null, Cancel);
        var options = new Amqp1Options();
        options.Rpc.MaxConcurrentCalls = 1;
        await using var transport = MessagingTransport.Create(router.TransportUrl, options);
        transport.Start();
        using var slow = new SlowService(transport, "burst");
        await slow.StartAsync(Cancel);
        await using var client = await PythonPeer.StartReadyAsync(
            "rpc_client.py", Cancel, "--url", router.TransportUrl, "--topic", "burst", "--option", $"pre_settled={preSettled}");

        await client.SendAsync(
            $$"""{"command": "burst", "id": 1, "kind": "cast", "method": "hit", "count": {{Burst}}, "threads": 16}""", Cancel);

        var result = await client.NextAsync(occurred => occurred.GetProperty("event").ValueEquals("result"), Cancel, Limits.Burst);
        result.GetProperty("sent").GetInt32().ShouldBe(Burst, result.ToString());
        (await slow.ServedAsync(Burst, Cancel)).ShouldBe(Enumerable.Range(0, Burst));
    }

    [Fact]
    public async Task A_message_above_the_routers_limit_fails_and_the_next_one_does_not()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var router = await EmbeddedRouter.StartAsync(new EmbeddedRouterOptions { MaxMessageSize = 100_000 }, Cancel);
        await using var server = await PythonPeer.StartReadyAsync(
            "rpc_server.py", Cancel, "--url", router.TransportUrl, "--topic", "oversized", "--server", "s1");
        var options = new Amqp1Options();
        options.Connection.LinkRetryDelay = TimeSpan.FromSeconds(1);
        await using var transport = MessagingTransport.Create(router.TransportUrl, options);
        transport.Start();
        var client = transport.CreateRpcClient(Target.ForTopic("oversized")).Prepare(retry: 0);

        var failure = await Should.ThrowAsync<MessageDeliveryException>(() => client.CallAsync("echo", new { data = new string('x', 200_000) }, Cancel));

        failure.Condition.ShouldBe("amqp:link:message-size-exceeded");
        (await client.CallAsync<int>("echo", new { data = 1 }, Cancel)).ShouldBe(1);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("AMQP\0\u0001\0\0\u007f\u007f\u007f\u007f\u0002\0\0\0")]
    [InlineData("AMQP\u0003\u0001\0\0")]
    public async Task A_service_that_was_sent_garbage_goes_on_when_a_router_is_there(string garbage)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var transport = MessagingTransport.Create($"amqp://127.0.0.1:{port}");
        var service = new ComputeService(transport, "late", "c1");
        transport.Start();
        using (var accepted = await listener.AcceptTcpClientAsync(Cancel).AsTask().WaitAsync(Limits.Signal, Cancel))
        {
            var stream = accepted.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(garbage), Cancel);
            accepted.Client.Shutdown(SocketShutdown.Send);
            await RawStream.EndAsync(stream, Cancel);
        }

        listener.Stop();
        await using var router = await EmbeddedRouter.StartAsync(new EmbeddedRouterOptions { Port = port }, Cancel);

        await service.StartAsync(Cancel);
        (await transport.CreateRpcClient(Target.ForTopic("late")).CallAsync<string>("name", cancel: Cancel)).ShouldBe("c1");
    }
}
