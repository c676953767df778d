using Amqp1.Addressing;
using Amqp1.Dialects.OsloRabbit.Management;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

public sealed class RepeatedDeclarationTests
{
    private static readonly string[] AllOfTopic = ["POST /bindings", "PUT /exchanges/nova", "PUT /queues/compute"];

    [Fact]
    public async Task Everything_is_declared_once_for_several_links()
    {
        var deployment = new Deployment();

        foreach (var destination in Destination.OfRpcServer(new Target { Topic = "compute", Server = "host1", Exchange = "nova" }))
        {
            await deployment.Topology.PrepareReceiverAsync(destination, Deployment.Consumer, CancellationToken.None);
            await deployment.Topology.PrepareSenderAsync(destination, CancellationToken.None);
        }

        deployment.TakeRequests().ShouldBe(
        [
            "POST /bindings", "POST /bindings", "POST /bindings", "PUT /exchanges/compute_fanout", "PUT /exchanges/nova", "PUT /queues/compute",
            "PUT /queues/compute.host1", $"PUT /queues/compute_fanout_{Deployment.Consumer:N}",
        ]);
    }

    [Fact]
    public async Task Concurrent_preparations_share_their_requests()
    {
        var deployment = new Deployment();
        var gate = new TaskCompletionSource();
        deployment.Broker.Gate = gate.Task;

        var preparations = Enumerable.Range(0, 10)
            .Select(_ => deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Guid.NewGuid(), CancellationToken.None).AsTask())
            .ToArray();
        gate.SetResult();
        await Task.WhenAll(preparations);

        deployment.TakeRequests().ShouldBe(AllOfTopic);
    }

    [Fact]
    public async Task A_link_that_is_prepared_again_declares_everything_again()
    {
        var deployment = new Deployment();
        await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);
        deployment.TakeRequests();
        deployment.Broker.Exchanges.Clear();
        deployment.Broker.Queues.Clear();
        deployment.Broker.Bindings.Clear();

        await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);

        deployment.TakeRequests().ShouldBe(AllOfTopic);
        deployment.Broker.Bindings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_connection_declares_everything_again()
    {
        var deployment = new Deployment();
        await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);
        deployment.TakeRequests();

        await deployment.Connect().PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);

        deployment.TakeRequests().ShouldBe(AllOfTopic);
    }

    [Fact]
    public async Task What_failed_is_declared_again_by_the_next_link()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => throw new ManagementException("lost");
        await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None));
        deployment.Broker.OnRequest = null;
        deployment.TakeRequests();

        await deployment.Topology.PrepareSenderAsync(Deployment.Server, CancellationToken.None);

        deployment.TakeRequests().ShouldBe(["PUT /exchanges/nova"]);
    }

    [Fact]
    public async Task A_canceled_preparation_does_not_end_that_of_others()
    {
        var deployment = new Deployment();
        var gate = new TaskCompletionSource();
        deployment.Broker.Gate = gate.Task;
        using var cancel = new CancellationTokenSource();
        var canceled = deployment.Topology.PrepareSenderAsync(Deployment.Topic, cancel.Token).AsTask();
        var other = deployment.Topology.PrepareSenderAsync(Deployment.Server, CancellationToken.None).AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => canceled);
        gate.SetResult();
        await other;

        deployment.TakeRequests().ShouldBe(["PUT /exchanges/nova"]);
    }

    [Fact]
    public async Task An_exchange_that_was_deleted_before_the_binding_is_declared_again()
    {
        var deployment = new Deployment();
        var deleted = false;
        deployment.Broker.OnRequest = request =>
        {
            if (request.Method == "POST" && !deleted)
            {
                deleted = deployment.Broker.Exchanges.Remove("compute_fanout");
            }

            return null;
        };

        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        deleted.ShouldBeTrue();
        deployment.Broker.Bindings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_binding_that_fails_twice_is_an_error()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = request => request.Method == "POST" ? new ManagementResponse(400, "no exchange") : null;

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("does not bind the queue compute to the exchange nova");
        deployment.TakeRequests().Count(request => request == "POST /bindings").ShouldBe(2);
    }
}
