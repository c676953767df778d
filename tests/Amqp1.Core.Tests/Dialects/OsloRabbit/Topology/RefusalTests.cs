using Amqp1.Dialects.OsloRabbit.Management;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

/// <summary>Tests of the errors of docs/spec/rabbit-topology.md#errors.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_denied_queue_kind_names_the_options_that_help(bool fanout)
    {
        var deployment = new Deployment();
        deployment.Broker.DeniesTransientQueues = true;

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(fanout ? Deployment.Fanout : Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("does not permit queues that are neither durable nor exclusive");
        failure.Message.ShouldContain("amqp_durable_queues");
        failure.Message.ShouldContain("rabbit_quorum_queue");
        failure.Message.ShouldContain("rabbit_transient_quorum_queue");
        failure.Message.ShouldContain("transient_nonexcl_queues");
        failure.Message.ShouldNotContain("\n");
        deployment.Broker.Requests.Count(request => request.Method == "PUT" && request.Path.StartsWith("/queues/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_denied_queue_kind_that_ends_the_session_names_the_options_too()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = request => request.Path.StartsWith("/queues/", StringComparison.Ordinal)
            ? throw new ManagementException("The management link of RabbitMQ was closed: amqp:internal-error: Feature `transient_nonexcl_queues` is deprecated.", "amqp:internal-error")
            : null;

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("amqp_durable_queues");
    }

    [Fact]
    public async Task The_queue_of_replies_is_not_affected_by_a_denied_queue_kind()
    {
        var deployment = new Deployment();
        deployment.Broker.DeniesTransientQueues = true;

        (await deployment.Topology.PrepareRepliesAsync(CancellationToken.None)).ReplyTo.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("nova")]
    [InlineData("compute")]
    public async Task A_missing_permission_is_named(string name)
    {
        var deployment = new Deployment();
        deployment.Broker.Unpermitted.Add(name);

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain($"{name}, because its user does not have the permission");
        failure.Message.ShouldContain("configure access to");
        failure.Message.ShouldContain($"'{name}' in vhost '/' refused for user 'u'");
    }

    [Fact]
    public async Task A_status_403_is_a_missing_permission_too()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => new ManagementResponse(403, "configure access refused");

        var failure = await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None));

        failure.Message.ShouldContain("does not have the permission: configure access refused");
    }

    [Fact]
    public async Task A_queue_that_belongs_to_another_connection_is_refused_with_the_reason()
    {
        var deployment = new Deployment();
        deployment.Broker.LockedQueues.Add("compute");

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("RabbitMQ refused the declaration of the queue compute: cannot obtain exclusive access to locked queue 'compute'");
    }

    [Fact]
    public async Task A_response_without_a_text_is_refused_with_its_status()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => new ManagementResponse(500);

        var failure = await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None));

        failure.Message.ShouldContain("status 500, no reason given");
    }

    [Fact]
    public async Task A_text_of_the_broker_is_cleaned()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => new ManagementResponse(400, "a\nb\u001b[31m");

        var failure = await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None));

        failure.Message.ShouldContain(@"a\nb\u001b[31m");
    }
}
