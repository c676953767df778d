using Amqp.Types;
using Amqp1.Addressing;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

public sealed class AddressTests
{
    [Fact]
    public void Messages_are_sent_to_an_exchange_and_received_from_a_queue()
    {
        var topology = new Deployment().Topology;

        topology.SenderAddressOf(Deployment.Topic).ShouldBe("/exchanges/nova/compute");
        topology.SenderAddressOf(Deployment.Server).ShouldBe("/exchanges/nova/compute.host1");
        topology.SenderAddressOf(Deployment.Fanout).ShouldBe("/exchanges/compute_fanout");
        topology.SenderAddressOf(Deployment.Info).ShouldBe("/exchanges/openstack/notifications.info");
        topology.SenderAddressOf(Destination.ReplyTo("reply_1")).ShouldBe("/queues/reply_1");
        topology.ReceiverSourceOf(Deployment.Topic, Deployment.Consumer).ShouldBe(new("/queues/compute"));
        topology.ReceiverSourceOf(Deployment.Server, Deployment.Consumer).ShouldBe(new("/queues/compute.host1"));
        topology.ReceiverSourceOf(Deployment.Fanout, Deployment.Consumer).ShouldBe(new($"/queues/compute_fanout_{Deployment.Consumer:N}"));
        topology.ReceiverSourceOf(Deployment.Notification("notifications.info", "audit"), Deployment.Consumer).ShouldBe(new("/queues/audit"));
    }

    [Fact]
    public void Names_are_percent_encoded()
    {
        var topology = new Deployment(TestSettings.QueueManager).Topology;

        topology.SenderAddressOf(Destination.For(ServiceKind.Rpc, new Target { Topic = "a/b", Exchange = "x y", Server = "ü" })).ShouldBe("/exchanges/x%20y/a%2Fb.%C3%BC");
        topology.SenderAddressOf(Destination.ReplyTo("reply_h1:svc:1")).ShouldBe("/queues/reply_h1%3Asvc%3A1");
        topology.ReceiverSourceOf(Deployment.Fanout, Deployment.Consumer).Address.ShouldBe("/queues/compute_fanout_h1%3Asvc%3A1");
    }

    [Fact]
    public void A_receiver_of_a_stream_begins_at_the_next_message()
    {
        var source = new Deployment(TestSettings.Stream).Topology.ReceiverSourceOf(Deployment.Fanout, Deployment.Consumer);

        source.Address.ShouldBe("/queues/compute_fanout");
        var filter = source.Filters.ShouldNotBeNull()[new Symbol("rabbitmq:stream-offset-spec")].ShouldBeOfType<DescribedValue>();
        filter.Descriptor.ShouldBe(new Symbol("rabbitmq:stream-offset-spec"));
        filter.Value.ShouldBe("next");
    }

    [Fact]
    public void The_queue_of_a_fanout_receiver_is_the_same_on_every_connection()
    {
        var deployment = new Deployment(TestSettings.QueueManager);
        var other = Guid.NewGuid();

        var first = deployment.Topology.ReceiverSourceOf(Deployment.Fanout, Deployment.Consumer);
        deployment.Topology.ReceiverSourceOf(Deployment.Fanout, other).ShouldNotBe(first);
        deployment.Connect().ReceiverSourceOf(Deployment.Fanout, Deployment.Consumer).ShouldBe(first);
    }

    [Fact]
    public void Destinations_have_different_identities()
    {
        var topology = new Deployment().Topology;
        Destination[] destinations =
        [
            Deployment.Topic, Deployment.Server, Deployment.Fanout, Deployment.Info, Deployment.Notification("notifications.info", "audit"),
            Deployment.Notification("notifications.error", "audit"), Deployment.Notification("notifications.info", "other"), Destination.ReplyTo("reply_1"), Destination.For(ServiceKind.Rpc, new Target { Topic = "compute" }),
        ];

        destinations.Select(topology.IdentityOf).Distinct().Count().ShouldBe(destinations.Length);
    }
}
