using System.Net.Sockets;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Tests of the harness: a broker has the expected release and settings, keeps its data over a restart, and leaves nothing behind.
/// </summary>
public sealed class RabbitBrokerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_broker_comes_back_on_its_port_with_its_data()
    {
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V43, Cancel);
        await broker.Control.AddUserAsync(new RabbitUser("later", Configure: "^mine"), Cancel);
        var host = broker.Host;

        await broker.KillAsync();
        await Should.ThrowAsync<SocketException>(() => ConnectAsync(host));
        await broker.StartAsync(Cancel);

        broker.Host.ShouldBe(host);
        await ConnectAsync(host);
        (await broker.Control.RunAsync(Cancel, "list_users")).ShouldContain("later");
        var exchanges = await broker.Control.ExchangesAsync(Cancel);
        exchanges.Select(exchange => exchange.GetProperty("name").GetString()).ShouldContain("amq.topic");
        (await broker.Control.QueuesAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_nodes_of_a_cluster_know_each_other_and_one_lives_on_without_the_other()
    {
        await using var cluster = await RabbitCluster.StartAsync(RabbitRelease.V43, 2, Cancel);
        var status = await cluster.Nodes[0].Control.RunAsync(Cancel, "cluster_status", "--formatter", "json");
        cluster.Nodes.ShouldAllBe(node => status.Contains(node.NodeName, StringComparison.Ordinal));

        await cluster.Nodes[0].KillAsync();

        await ConnectAsync(cluster.Nodes[1].Host);
    }

    private static async Task ConnectAsync(string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(System.Net.IPEndPoint.Parse(host), Cancel);
    }
}
