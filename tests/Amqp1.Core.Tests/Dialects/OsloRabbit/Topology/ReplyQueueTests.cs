using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Management;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

public sealed class ReplyQueueTests
{
    [Theory]
    [InlineData("Classic")]
    [InlineData("TransientQuorum")]
    public async Task The_queue_of_replies_belongs_to_the_connection(string settings)
    {
        var deployment = new Deployment(TestSettings.Named(settings));

        var node = await deployment.Topology.PrepareRepliesAsync(CancellationToken.None);

        node.ReplyTo.ShouldNotBeNull().ShouldMatch("^reply_[0-9a-f]{32}$");
        node.SourceAddress.ShouldBe("/queues/" + node.ReplyTo);
        var queue = deployment.Broker.Queues[node.ReplyTo];
        (queue["exclusive"], queue["auto_delete"], queue["durable"], queue["type"]).ShouldBe((true, true, false, "classic"));
    }

    [Fact]
    public async Task Its_name_is_the_same_on_every_connection()
    {
        var deployment = new Deployment();
        var first = await deployment.Topology.PrepareRepliesAsync(CancellationToken.None);
        deployment.Broker.Queues.Clear();

        (await deployment.Connect().PrepareRepliesAsync(CancellationToken.None)).ShouldBe(first);
        deployment.Names.ReplyQueue.ShouldBe(first.ReplyTo);
    }

    [Fact]
    public async Task With_a_queue_manager_the_name_is_host_process_and_number()
    {
        var deployment = new Deployment(TestSettings.QueueManager);

        (await deployment.Topology.PrepareRepliesAsync(CancellationToken.None)).ShouldBe(new ReplyNode("/queues/reply_h1%3Asvc%3A1", "reply_h1:svc:1"));
    }

    [Fact]
    public async Task A_name_that_another_connection_uses_is_replaced()
    {
        var deployment = new Deployment(TestSettings.QueueManager);
        deployment.Broker.LockedQueues.Add("reply_h1:svc:1");

        (await deployment.Topology.PrepareRepliesAsync(CancellationToken.None)).ReplyTo.ShouldBe("reply_h1:svc:2");
        deployment.Log.All.All<LogRecord>(record => record.Id == 1061).ShouldHaveSingleItem().Text.ShouldContain("reply_h1:svc:1");
        (await deployment.Topology.PrepareRepliesAsync(CancellationToken.None)).ReplyTo.ShouldBe("reply_h1:svc:2");
    }

    [Fact]
    public async Task A_name_that_Python_left_on_the_broker_is_replaced()
    {
        var deployment = new Deployment(TestSettings.QueueManager);
        deployment.Broker.OnRequest = request => request.Path.EndsWith('1') ? new ManagementResponse(409, "inequivalent arg 'auto_delete'") : null;

        (await deployment.Topology.PrepareRepliesAsync(CancellationToken.None)).ReplyTo.ShouldBe("reply_h1:svc:2");
    }

    [Fact]
    public async Task Three_names_in_use_are_an_error()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => new ManagementResponse(400, "cannot obtain exclusive access to locked queue 'x'");

        var failure = await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareRepliesAsync(CancellationToken.None));

        failure.Message.ShouldContain("3 queues for replies");
        deployment.Broker.Requests.Select(request => request.Path).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_is_an_error_with_its_text()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => new ManagementResponse(400, "queue limit of the vhost is reached");

        var failure = await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareRepliesAsync(CancellationToken.None));

        failure.Message.ShouldContain("queue limit of the vhost is reached");
        deployment.Broker.Requests.Count.ShouldBe(1);
    }
}
