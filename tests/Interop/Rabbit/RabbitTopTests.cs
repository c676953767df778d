using System.Globalization;
using Amqp1.Cli.Commands.Tops;
using Amqp1.Cli.Settings;
using Amqp1.Configuration;
using Amqp1.Embedded.Load;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests <c>amqp1 top</c> on RabbitMQ with its management API.</summary>
public sealed class RabbitTopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queues_consumers_and_connections_are_read_over_the_management_api()
    {
        var port = FreePorts.Find(1)[0];
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V43, Cancel, new RabbitSettings
        {
            Plugins = ["rabbitmq_management"],
            Lines = [string.Create(CultureInfo.InvariantCulture, $"management.tcp.port = {port}"), "management.tcp.ip = 127.0.0.1", "collect_statistics_interval = 1000"],
        });
        await using var transport = MessagingTransport.Create(broker.Url);
        transport.Start();
        await using var server = transport.CreateRpcServer(new Target { Topic = "topped", Server = "one" });
        server.Start();
        await server.WaitUntilListeningAsync(Cancel);
        var bus = new BusSettings(TransportUrl.Parse(broker.Url), new Amqp1Options(), new ConfigurationBuilder().Build());
        await using var source = new RabbitLoadSource(RabbitApi.Create(bus, new Uri($"http://127.0.0.1:{port}"), Limits.Signal), virtualHost: null);

        var load = await ReadUntilAsync(source, load => load.Connections.Count > 0 && load.Addresses.Count(address => address.Consumers > 0) >= 3);

        load.Product.ShouldStartWith("RabbitMQ 4.");
        load.Addresses.Select(address => address.Name).ShouldContain("topped.one");
        load.Addresses.ShouldAllBe(address => address.SlowConsumers == 0);
        load.Connections.ShouldContain(connection => connection.User == broker.Settings.Admin.Name && connection.Container!.Contains("openstack.org/om/container"));
    }

    /// <summary>The broker publishes its figures once a second.</summary>
    private static async Task<BusLoad> ReadUntilAsync(RabbitLoadSource source, Func<BusLoad, bool> isWanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Limits.BrokerStart);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var load = await source.ReadAsync(limit.Token);
            if (isWanted(load))
            {
                return load;
            }

            await tick.WaitForNextTickAsync(limit.Token);
        }
    }
}
