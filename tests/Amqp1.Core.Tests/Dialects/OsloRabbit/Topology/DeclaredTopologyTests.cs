using System.Globalization;
using Amqp.Types;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

/// <summary>Tests of the table of docs/spec/rabbit-topology.md#declarations, for each kind of deployment.</summary>
public sealed class DeclaredTopologyTests
{
    private const string Limits = "x-delivery-limit=5 x-max-in-memory-bytes=2000 x-max-in-memory-length=1000 x-queue-type=quorum";

    [Theory]
    [InlineData("Classic", "topic", "transient", "x-queue-type=classic")]
    [InlineData("Durable", "topic durable", "durable", "x-queue-type=classic")]
    [InlineData("AutoDelete", "topic auto-delete", "transient auto-delete", "x-queue-type=classic")]
    [InlineData("Quorum", "topic durable", "durable", Limits)]
    [InlineData("TransientQuorum", "topic durable", "durable", Limits)]
    [InlineData("QueueManager", "topic", "transient", "x-queue-type=classic")]
    [InlineData("Ha", "topic", "transient", "x-ha-policy=all x-queue-type=classic")]
    public async Task Receivers_of_topics_servers_and_notifications_declare_exchange_queue_and_binding(string settings, string exchange, string queue, string arguments)
    {
        var deployment = new Deployment(TestSettings.Named(settings));
        var topology = deployment.Topology;

        await topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);
        await topology.PrepareReceiverAsync(Deployment.Server, Deployment.Consumer, CancellationToken.None);
        await topology.PrepareReceiverAsync(Deployment.Info, Deployment.Consumer, CancellationToken.None);
        await topology.PrepareReceiverAsync(Deployment.Notification("notifications.info", "audit"), Deployment.Consumer, CancellationToken.None);

        Exchanges(deployment).ShouldBe([$"nova {exchange}", $"openstack {exchange}"]);
        Queues(deployment).ShouldBe([$"audit {queue} {arguments}", $"compute {queue} {arguments}", $"compute.host1 {queue} {arguments}", $"notifications.info {queue} {arguments}"]);
        deployment.Broker.Bindings.ShouldBe(
            [
                ("nova", "compute", "compute"),
                ("nova", "compute.host1", "compute.host1"),
                ("openstack", "notifications.info", "notifications.info"),
                ("openstack", "audit", "notifications.info"),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_pool_is_one_queue_with_a_binding_for_each_topic_and_priority_and_stays_when_its_listeners_stop()
    {
        var deployment = new Deployment(TestSettings.Durable);
        var topology = deployment.Topology;
        string[] topics = ["notifications.info", "notifications.error", "others.info"];

        foreach (var topic in topics)
        {
            await topology.PrepareReceiverAsync(Deployment.Notification(topic, "audit"), Guid.NewGuid(), CancellationToken.None);
            await topology.ReleaseReceiverAsync(Deployment.Notification(topic, "audit"), Guid.NewGuid(), CancellationToken.None);
        }

        Queues(deployment).ShouldHaveSingleItem().ShouldStartWith("audit durable");
        deployment.Broker.Bindings.ShouldBe(topics.Select(topic => ("openstack", "audit", topic)), ignoreOrder: true);
    }

    [Theory]
    [InlineData("Classic", "fanout auto-delete", "compute_fanout_0123456789abcdef0123456789abcdef transient x-expires=1800000 x-queue-type=classic")]
    [InlineData("Durable", "fanout auto-delete", "compute_fanout_0123456789abcdef0123456789abcdef transient x-expires=1800000 x-queue-type=classic")]
    [InlineData("AutoDelete", "fanout auto-delete", "compute_fanout_0123456789abcdef0123456789abcdef transient x-expires=1800000 x-queue-type=classic")]
    [InlineData("Quorum", "fanout auto-delete", "compute_fanout_0123456789abcdef0123456789abcdef transient x-expires=1800000 x-queue-type=classic")]
    [InlineData("TransientQuorum", "fanout durable auto-delete", "compute_fanout_0123456789abcdef0123456789abcdef durable x-delivery-limit=5 x-expires=1800000 x-max-in-memory-bytes=2000 x-max-in-memory-length=1000 x-queue-type=quorum")]
    [InlineData("Stream", "fanout durable auto-delete", "compute_fanout durable x-max-age=1800s x-queue-type=stream")]
    [InlineData("QueueManager", "fanout auto-delete", "compute_fanout_h1:svc:1 transient x-expires=1800000 x-queue-type=classic")]
    [InlineData("Ha", "fanout auto-delete", "compute_fanout_0123456789abcdef0123456789abcdef transient x-expires=1800000 x-ha-policy=all x-queue-type=classic")]
    public async Task A_receiver_of_fanouts_declares_an_exchange_and_a_queue_of_its_own(string settings, string exchange, string queue)
    {
        var deployment = new Deployment(TestSettings.Named(settings));

        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        Exchanges(deployment).ShouldBe([$"compute_fanout {exchange}"]);
        Queues(deployment).ShouldBe([queue]);
        deployment.Broker.Bindings.ShouldBe([("compute_fanout", queue.Split(' ')[0], "compute")]);
    }

    [Theory]
    [InlineData("Classic")]
    [InlineData("Stream")]
    public async Task A_time_to_live_of_zero_leaves_the_argument_out(string settings)
    {
        var deployment = new Deployment(TestSettings.Named(settings) with { TransientQueuesTtl = TimeSpan.Zero });

        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        Queues(deployment).ShouldHaveSingleItem().ShouldNotContain("x-expires");
        Queues(deployment).ShouldHaveSingleItem().ShouldNotContain("x-max-age");
    }

    [Fact]
    public async Task A_sender_of_calls_declares_only_the_exchange()
    {
        var deployment = new Deployment(TestSettings.Quorum);

        await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None);
        await deployment.Topology.PrepareSenderAsync(Deployment.Server, CancellationToken.None);

        Exchanges(deployment).ShouldBe(["nova topic durable"]);
        deployment.TakeRequests().ShouldBe(["PUT /exchanges/nova"]);
    }

    [Theory]
    [InlineData("Classic", "compute_fanout fanout auto-delete")]
    [InlineData("TransientQuorum", "compute_fanout fanout durable auto-delete")]
    [InlineData("Stream", "compute_fanout fanout durable auto-delete")]
    public async Task A_sender_of_fanouts_declares_only_the_exchange(string settings, string exchange)
    {
        var deployment = new Deployment(TestSettings.Named(settings));

        await deployment.Topology.PrepareSenderAsync(Deployment.Fanout, CancellationToken.None);

        Exchanges(deployment).ShouldBe([exchange]);
        deployment.Broker.Queues.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sender_of_notifications_declares_and_binds_the_queue()
    {
        var deployment = new Deployment(TestSettings.Durable);

        await deployment.Topology.PrepareSenderAsync(Deployment.Info, CancellationToken.None);

        Exchanges(deployment).ShouldBe(["openstack topic durable"]);
        Queues(deployment).ShouldBe(["notifications.info durable x-queue-type=classic"]);
        deployment.Broker.Bindings.ShouldBe([("openstack", "notifications.info", "notifications.info")]);
    }

    [Fact]
    public async Task A_sender_of_replies_declares_nothing()
    {
        var deployment = new Deployment();

        await deployment.Topology.PrepareSenderAsync(Amqp1.Addressing.Destination.ReplyTo("reply_1"), CancellationToken.None);

        deployment.TakeRequests().ShouldBeEmpty();
    }

    private static string[] Exchanges(Deployment deployment) =>
    [
        .. deployment.Broker.Exchanges
            .Select(entry => string.Join(' ', new[] { entry.Key, (string)entry.Value["type"], Flag(entry.Value, "durable"), Flag(entry.Value, "auto_delete"), Flag(entry.Value, "internal") }.Where(part => part.Length > 0)))
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Queues(Deployment deployment) =>
    [
        .. deployment.Broker.Queues
            .Select(entry => string.Join(' ', new[] { entry.Key, entry.Value["durable"] is true ? "durable" : "transient", Flag(entry.Value, "auto_delete"), Flag(entry.Value, "exclusive"), Arguments(entry.Value) }.Where(part => part.Length > 0)))
            .Order(StringComparer.Ordinal),
    ];

    private static string Flag(Map properties, string name) => properties[name] is true ? name.Replace('_', '-') : "";

    private static string Arguments(Map queue)
    {
        var arguments = (Map)queue["arguments"];
        return string.Join(' ', arguments.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => string.Create(CultureInfo.InvariantCulture, $"{key}={arguments[key]}")));
    }
}
