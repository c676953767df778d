using Amqp1.Addressing;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

/// <summary>Tests the objects through which servers receive cancellations, and those of streams.</summary>
public sealed class CancellationQueueTests
{
    private static readonly Destination Cancellations = Destination.OfCancellations(Deployment.Topic);

    [Theory]
    [InlineData("Classic")]
    [InlineData("Quorum")]
    [InlineData("TransientQuorum")]
    [InlineData("Stream")]
    [InlineData("QueueManager")]
    public async Task The_queue_of_cancellations_belongs_to_its_connection_and_is_bound_to_the_exchange_of_the_topic(string settings)
    {
        var deployment = new Deployment(TestSettings.Named(settings));

        await deployment.Topology.PrepareReceiverAsync(Cancellations, Deployment.Consumer, CancellationToken.None);

        var (name, queue) = deployment.Broker.Queues.ShouldHaveSingleItem();
        name.ShouldMatch("^compute\\.amqp1-cancel_[0-9a-f]{32}$");
        (queue["exclusive"], queue["auto_delete"], queue["durable"], queue["type"]).ShouldBe((true, true, false, "classic"));
        var source = deployment.Topology.ReceiverSourceOf(Cancellations, Deployment.Consumer);
        source.ShouldBe(new("/queues/" + name));
        deployment.Topology.SenderAddressOf(Cancellations).ShouldBe("/exchanges/nova/compute.amqp1-cancel");
        deployment.TakeRequests().ShouldBe(["POST /bindings", "PUT /exchanges/nova", $"PUT /queues/{name}"]);
    }

    [Fact]
    public async Task Every_server_and_every_connection_has_a_queue_of_its_own()
    {
        var deployment = new Deployment();
        var other = deployment.Connect();

        string[] names =
        [
            deployment.Topology.ReceiverSourceOf(Cancellations, Deployment.Consumer).Address,
            deployment.Topology.ReceiverSourceOf(Cancellations, Guid.NewGuid()).Address,
            other.ReceiverSourceOf(Cancellations, Deployment.Consumer).Address,
        ];

        names.Distinct().Count().ShouldBe(3);
        deployment.Topology.ReceiverSourceOf(Cancellations, Deployment.Consumer).Address.ShouldBe(names[0]);
        await deployment.Topology.PrepareReceiverAsync(Cancellations, Deployment.Consumer, CancellationToken.None);
        await deployment.Topology.PrepareReceiverAsync(Cancellations, Deployment.Consumer, CancellationToken.None);
        deployment.Broker.Queues.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Classic")]
    [InlineData("Stream")]
    [InlineData("QueueManager")]
    public async Task It_is_deleted_with_its_receiver(string settings)
    {
        var deployment = new Deployment(TestSettings.Named(settings));
        await deployment.Topology.PrepareReceiverAsync(Cancellations, Deployment.Consumer, CancellationToken.None);

        await deployment.Topology.ReleaseReceiverAsync(Cancellations, Deployment.Consumer, CancellationToken.None);

        deployment.Broker.Queues.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_declares_the_exchange_only()
    {
        var deployment = new Deployment();

        await deployment.Topology.PrepareSenderAsync(Cancellations, CancellationToken.None);

        deployment.TakeRequests().ShouldBe(["PUT /exchanges/nova"]);
        deployment.Topology.RetryDelayOf(Cancellations).ShouldBe(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task A_stream_has_a_queue_of_its_own()
    {
        var deployment = new Deployment(TestSettings.QueueManager);

        var first = await deployment.Topology.PrepareStreamAsync(CancellationToken.None);
        var second = await deployment.Topology.PrepareStreamAsync(CancellationToken.None);

        first.ReplyTo.ShouldNotBeNull().ShouldMatch("^reply_[0-9a-f]{32}$");
        first.SourceAddress.ShouldBe("/queues/" + first.ReplyTo);
        second.ReplyTo.ShouldNotBe(first.ReplyTo);
        var queue = deployment.Broker.Queues[first.ReplyTo];
        (queue["exclusive"], queue["auto_delete"], queue["durable"]).ShouldBe((true, true, false));
        deployment.Topology.SenderAddressOf(Destination.StreamTo(first.ReplyTo)).ShouldBe(first.SourceAddress);
    }
}
