using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Tests of each kind of deployment: our library declares the same as Python, each adopts what the other has declared, and messages pass in
/// both directions. The subclasses name the brokers.
/// </summary>
public abstract class RabbitDeploymentTests(RabbitFixture fixture) : RabbitTests
{
    private const string Topic = "mixed";

    public static TheoryData<string, string> Deployments { get; } =
        new(RabbitDeployment.Covered.Select(covered => (covered.Deployment.Name, covered.Oslo.Version)));

    [Theory]
    [MemberData(nameof(Deployments))]
    public async Task Declarations_are_those_of_python_and_messages_pass_both_ways(string name, string version)
    {
        if (fixture.Release != RabbitRelease.V43)
        {
            TestMatrix.RequireWhole();
        }

        var (deployment, oslo) = (RabbitDeployment.Of(name), OsloRelease.Of(version));
        var broker = await fixture.BrokerAsync(Cancel);
        var admin = broker.Settings.Admin;
        var pythonUrl = RabbitBroker.UrlOf(admin, broker.Host, deployment.PythonVhostOf(oslo));
        var netUrl = RabbitBroker.UrlOf(admin, broker.Host, deployment.NetVhostOf(oslo));

        // The start of a peer takes seconds, so two of them start at once.
        var peers = await Task.WhenAll(
            PythonAsync(oslo, "rpc_server.py", pythonUrl, ["--topic", Topic, "--server", "py", .. deployment.PythonArguments]),
            PythonAsync(oslo, "notify_listener.py", pythonUrl, ["--topic", Topic, .. deployment.PythonArguments]));
        var (server, audit) = (peers[0], peers[1]);
        await using (var net = await ConnectAsync(netUrl, options => deployment.Net(options.Rabbit)))
        {
            await ServeAsync(net, Topic, "py");
            await using var listener = await AuditListener.StartAsync(net, Topic, Cancel);
            var declared = await DeclaredTopology.ReadAsync(broker, Cancel, deployment.NetVhostOf(oslo), deployment.PythonVhostOf(oslo));
            declared[0].ShouldBe(declared[1]);
            await FromPythonAsync(deployment, oslo, netUrl, listener);
        }

        await ToPythonAsync(deployment, pythonUrl, server, audit);
    }

    /// <summary>Tests that Python adopts what our library has declared.</summary>
    private async Task FromPythonAsync(RabbitDeployment deployment, OsloRelease oslo, string url, AuditListener listener)
    {
        var peers = await Task.WhenAll(
            PythonAsync(oslo, "rpc_client.py", url, ["--topic", Topic, "--timeout", "40", .. deployment.PythonArguments]),
            PythonAsync(oslo, "notifier.py", url, ["--topic", Topic, .. deployment.PythonArguments]));
        var (client, notifier) = (peers[0], peers[1]);

        Value(await client.AskAsync(new { command = "call", method = "echo", args = new { data = 1 } }, Cancel)).GetInt32().ShouldBe(1);
        Value(await client.AskAsync(new { command = "call", server = "py", method = "name" }, Cancel)).GetString().ShouldBe("py");
        Value(await client.AskAsync(new { command = "fanout", method = "hit", args = new { data = "f" } }, Cancel));
        var sent = await notifier.AskAsync(new { command = "notify", event_type = "e", payload = new { id = 5 } }, Cancel);
        sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        (await listener.NextAsync(Cancel)).Payload.GetProperty("id").GetInt32().ShouldBe(5);
    }

    /// <summary>Tests that our library, as a client and as a second server, adopts what Python has declared.</summary>
    private async Task ToPythonAsync(RabbitDeployment deployment, string url, PythonPeer server, PythonPeer audit)
    {
        await using var transport = await ConnectAsync(url, options => deployment.Net(options.Rabbit));
        var second = await ServeAsync(transport, Topic, "net");
        var client = transport.CreateRpcClient(Target.ForTopic(Topic));

        (await client.Prepare(server: "py").CallAsync<string>("echo", new { data = "a" }, Cancel)).ShouldBe("a");
        (await client.Prepare(server: "net").CallAsync<string>("name", cancel: Cancel)).ShouldBe("net");
        await client.Prepare(server: "py").CastAsync("hit", new { data = "cast" }, Cancel);
        await client.FanoutAsync("hit", new { data = "fanout" }, Cancel);
        await transport.CreateNotifier("p", Topic).InfoAsync("e", new { id = 6 }, cancel: Cancel);

        await server.NextAsync(occurred => IsHit(occurred, "cast"), Cancel);
        await server.NextAsync(occurred => IsHit(occurred, "fanout"), Cancel);
        await second.HitAsync("fanout", Cancel);
        (await audit.NextAsync("notification", Cancel)).GetProperty("payload").GetProperty("id").GetInt32().ShouldBe(6);
    }
}
