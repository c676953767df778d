namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

public sealed class ReleaseTests
{
    [Theory]
    [InlineData("Classic")]
    [InlineData("TransientQuorum")]
    public async Task The_queue_of_fanouts_is_deleted(string settings)
    {
        var deployment = new Deployment(TestSettings.Named(settings));
        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);
        deployment.TakeRequests();

        await deployment.Topology.ReleaseReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        deployment.TakeRequests().ShouldBe([$"DELETE /queues/compute_fanout_{Deployment.Consumer:N}"]);
        deployment.Broker.Queues.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Stream")]
    [InlineData("QueueManager")]
    public async Task A_stream_and_a_queue_of_a_queue_manager_stay(string settings)
    {
        var deployment = new Deployment(TestSettings.Named(settings));
        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);
        deployment.TakeRequests();

        await deployment.Topology.ReleaseReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        deployment.TakeRequests().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_queues_of_topics_and_notifications_stay()
    {
        var deployment = new Deployment();

        await deployment.Topology.ReleaseReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);
        await deployment.Topology.ReleaseReceiverAsync(Deployment.Info, Deployment.Consumer, CancellationToken.None);

        deployment.TakeRequests().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_queue_that_is_gone_is_not_an_error()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => new(404, "queue 'x' in vhost '/' not found");

        await deployment.Topology.ReleaseReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        deployment.Broker.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_released_receiver_may_be_prepared_again()
    {
        var deployment = new Deployment();
        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);
        await deployment.Topology.ReleaseReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        deployment.Broker.Queues.Count.ShouldBe(1);
    }
}
