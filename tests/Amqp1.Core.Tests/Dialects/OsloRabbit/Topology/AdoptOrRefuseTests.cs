using Amqp.Types;
using Amqp1.Addressing;
using Amqp1.Dialects.OsloRabbit.Management;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

/// <summary>Tests of the rules of docs/spec/rabbit-topology.md#adopt-or-refuse.</summary>
public sealed class AdoptOrRefuseTests
{
    private const int Adopted = 1060;

    [Theory]
    [InlineData("Classic", "Durable", "exchange nova", "durable is true instead of false", "Amqp1:Rabbit:DurableQueues ([oslo_messaging_rabbit] amqp_durable_queues)")]
    [InlineData("Durable", "Classic", "exchange nova", "durable is false instead of true", "amqp_durable_queues")]
    [InlineData("Classic", "AutoDelete", "exchange nova", "auto_delete is true instead of false", "Amqp1:Rabbit:AutoDelete ([oslo_messaging_rabbit] amqp_auto_delete)")]
    public async Task An_exchange_of_another_deployment_is_adopted(string ours, string theirs, string name, string difference, string option)
    {
        var deployment = new Deployment(TestSettings.Named(ours));
        await DeclareAsOther(deployment, theirs, Deployment.Topic, receives: false);

        await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None);

        ShouldHaveAdopted(deployment, name, difference, option);
    }

    [Theory]
    [InlineData("Classic", "TransientQuorum", "durable is true instead of false", "Amqp1:Rabbit:TransientQuorumQueues")]
    [InlineData("TransientQuorum", "Classic", "durable is false instead of true", "rabbit_transient_quorum_queue")]
    public async Task An_exchange_of_fanouts_is_adopted(string ours, string theirs, string difference, string option)
    {
        var deployment = new Deployment(TestSettings.Named(ours));
        await DeclareAsOther(deployment, theirs, Deployment.Fanout, receives: false);

        await deployment.Topology.PrepareSenderAsync(Deployment.Fanout, CancellationToken.None);

        ShouldHaveAdopted(deployment, "exchange compute_fanout", difference, option);
    }

    [Theory]
    [InlineData("type", "direct")]
    [InlineData("internal", true)]
    public async Task An_exchange_that_cannot_be_used_is_refused(string property, object value)
    {
        var deployment = new Deployment();
        await DeclareAsOther(deployment, "Classic", Deployment.Topic, receives: false);
        deployment.Broker.Exchanges["nova"][property] = value;

        var failure = await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None));

        failure.Message.ShouldContain("The exchange nova of RabbitMQ cannot be used");
        failure.Message.ShouldContain($"{property} is {value.ToString()!.ToLowerInvariant()} instead of");
        deployment.TakeRequests().ShouldBe(["PUT /exchanges/nova"]);
    }

    [Theory]
    [InlineData("Classic", "Durable", "durable is true instead of false", "amqp_durable_queues")]
    [InlineData("Classic", "Quorum", "type is quorum instead of classic", "Amqp1:Rabbit:QuorumQueues ([oslo_messaging_rabbit] rabbit_quorum_queue)")]
    [InlineData("Durable", "Quorum", "type is quorum instead of classic", "rabbit_quorum_queue")]
    [InlineData("Classic", "Ha", "x-ha-policy is all instead of absent", "rabbit_ha_queues")]
    public async Task A_queue_that_keeps_messages_at_least_as_well_is_adopted(string ours, string theirs, string difference, string option)
    {
        var deployment = new Deployment(TestSettings.Named(ours));
        await DeclareAsOther(deployment, theirs, Deployment.Topic, receives: true);

        await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);

        ShouldHaveAdopted(deployment, "queue compute", difference, option);
        deployment.Broker.Bindings.ShouldContain(("nova", "compute", "compute"));
    }

    [Fact]
    public async Task A_queue_that_is_not_deleted_automatically_is_adopted()
    {
        var deployment = new Deployment(TestSettings.AutoDelete);
        await DeclareAsOther(deployment, "Classic", Deployment.Topic, receives: true);

        await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);

        ShouldHaveAdopted(deployment, "queue compute", "auto_delete is false instead of true", "amqp_auto_delete");
    }

    [Theory]
    [InlineData("x-delivery-limit", 7L, "x-delivery-limit is 7 instead of 5", "Amqp1:Rabbit:QuorumDeliveryLimit ([oslo_messaging_rabbit] rabbit_quorum_delivery_limit)")]
    [InlineData("x-max-in-memory-length", 7L, "x-max-in-memory-length is 7 instead of 1000", "rabbit_quorum_max_memory_length")]
    [InlineData("x-max-in-memory-bytes", 7L, "x-max-in-memory-bytes is 7 instead of 2000", "rabbit_quorum_max_memory_bytes")]
    [InlineData("x-max-length", 7L, "x-max-length is 7 instead of absent", "No option corresponds to this difference")]
    public async Task A_queue_with_other_limits_is_adopted(string argument, object value, string difference, string advice)
    {
        var deployment = new Deployment(TestSettings.Quorum);
        await DeclareAsOther(deployment, "Quorum", Deployment.Topic, receives: true);
        ((Map)deployment.Broker.Queues["compute"]["arguments"])[argument] = value;

        await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);

        ShouldHaveAdopted(deployment, "queue compute", difference, advice);
    }

    [Theory]
    [InlineData("Durable", "Classic", "durable is false instead of true", "Amqp1:Rabbit:DurableQueues ([oslo_messaging_rabbit] amqp_durable_queues)")]
    [InlineData("Quorum", "Classic", "type is classic instead of quorum", "rabbit_quorum_queue")]
    [InlineData("Quorum", "Durable", "type is classic instead of quorum", "rabbit_quorum_queue")]
    [InlineData("Classic", "AutoDelete", "auto_delete is true instead of false", "amqp_auto_delete")]
    public async Task A_queue_that_could_lose_messages_is_refused(string ours, string theirs, string difference, string option)
    {
        var deployment = new Deployment(TestSettings.Named(ours));
        await DeclareAsOther(deployment, theirs, Deployment.Topic, receives: true);

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("The queue compute of RabbitMQ cannot be used");
        failure.Message.ShouldContain(difference);
        failure.Message.ShouldContain(option);
        deployment.TakeRequests().ShouldBe(["GET /queues/compute", "PUT /queues/compute"]);
    }

    [Fact]
    public async Task A_queue_of_a_topic_that_expires_is_refused()
    {
        var deployment = new Deployment();
        await DeclareAsOther(deployment, "Classic", Deployment.Topic, receives: true);
        ((Map)deployment.Broker.Queues["compute"]["arguments"])["x-expires"] = 1000L;

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("x-expires is 1000 instead of absent");
    }

    [Fact]
    public async Task A_queue_instead_of_a_stream_is_refused()
    {
        var deployment = new Deployment(TestSettings.Stream);
        deployment.Broker.Queues["compute_fanout"] = Properties("classic");

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("type is classic instead of stream");
        failure.Message.ShouldContain("Amqp1:Rabbit:StreamFanout ([oslo_messaging_rabbit] rabbit_stream_fanout)");
    }

    [Fact]
    public async Task A_queue_of_fanouts_with_another_time_to_live_is_adopted()
    {
        var deployment = new Deployment(TestSettings.QueueManager);
        var others = new Deployment(TestSettings.QueueManager with { TransientQueuesTtl = TimeSpan.FromSeconds(60) });
        await others.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);
        deployment.Broker.Queues["compute_fanout_h1:svc:1"] = others.Broker.Queues["compute_fanout_h1:svc:1"];

        await deployment.Topology.PrepareReceiverAsync(Deployment.Fanout, Deployment.Consumer, CancellationToken.None);

        ShouldHaveAdopted(deployment, "queue compute_fanout_h1:svc:1", "x-expires is 60000 instead of 1800000", "rabbit_transient_queues_ttl");
    }

    [Fact]
    public async Task What_is_adopted_is_logged_once_for_a_bus()
    {
        var deployment = new Deployment();
        await DeclareAsOther(deployment, "Durable", Deployment.Topic, receives: false);

        await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None);
        await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None);
        await deployment.Connect().PrepareSenderAsync(Deployment.Topic, CancellationToken.None);

        deployment.Log.All.Count<LogRecord>(record => record.Id == Adopted).ShouldBe(1);
    }

    [Fact]
    public async Task A_queue_that_vanishes_during_the_comparison_is_declared()
    {
        var deployment = new Deployment();
        await DeclareAsOther(deployment, "Durable", Deployment.Topic, receives: true);
        deployment.Broker.OnRequest = request =>
        {
            if (request.Method == "GET")
            {
                deployment.Broker.Queues.Remove("compute");
            }

            return null;
        };

        await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None);

        deployment.Broker.Queues["compute"]["durable"].ShouldBe(false);
    }

    [Fact]
    public async Task A_conflict_without_a_difference_ends_with_its_text()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = request => request.Path.StartsWith("/queues", StringComparison.Ordinal)
            ? request.Method == "PUT" ? new ManagementResponse(409, "inequivalent arg 'x'") : new ManagementResponse(404, "not found")
            : null;

        var failure = await Should.ThrowAsync<MessagingException>(
            async () => await deployment.Topology.PrepareReceiverAsync(Deployment.Topic, Deployment.Consumer, CancellationToken.None));

        failure.Message.ShouldContain("RabbitMQ refused the declaration of the queue compute: inequivalent arg 'x'");
        deployment.TakeRequests().Count(request => request == "PUT /queues/compute").ShouldBe(2);
    }

    [Fact]
    public async Task A_conflict_of_an_exchange_in_an_unknown_form_is_refused_with_its_text()
    {
        var deployment = new Deployment();
        deployment.Broker.OnRequest = _ => new ManagementResponse(409, "something else");

        var failure = await Should.ThrowAsync<MessagingException>(async () => await deployment.Topology.PrepareSenderAsync(Deployment.Topic, CancellationToken.None));

        failure.Message.ShouldContain("RabbitMQ refused the declaration of the exchange nova: something else");
    }

    /// <summary>Declares on the broker of a deployment what a service with other settings declares.</summary>
    private static async Task DeclareAsOther(Deployment deployment, string settings, Destination destination, bool receives)
    {
        var other = new Deployment(TestSettings.Named(settings));
        await (receives
            ? other.Topology.PrepareReceiverAsync(destination, Deployment.Consumer, CancellationToken.None)
            : other.Topology.PrepareSenderAsync(destination, CancellationToken.None));
        foreach (var (name, exchange) in other.Broker.Exchanges)
        {
            deployment.Broker.Exchanges[name] = receives ? Exchange(deployment, exchange) : exchange;
        }

        foreach (var (name, queue) in other.Broker.Queues)
        {
            deployment.Broker.Queues[name] = queue;
        }
    }

    /// <summary>Returns the exchange as this deployment declares it, so that only its queue differs.</summary>
    private static Map Exchange(Deployment deployment, Map other) => new()
    {
        ["type"] = other["type"],
        ["durable"] = deployment.Settings.Durable,
        ["auto_delete"] = deployment.Settings.AutoDelete,
        ["internal"] = false,
    };

    private static Map Properties(string type) => new()
    {
        ["durable"] = true,
        ["auto_delete"] = false,
        ["exclusive"] = false,
        ["type"] = type,
        ["arguments"] = new Map { ["x-queue-type"] = type },
    };

    private static void ShouldHaveAdopted(Deployment deployment, string name, string difference, string advice)
    {
        var record = deployment.Log.All.All<LogRecord>(entry => entry.Id == Adopted).ShouldHaveSingleItem();
        record.Level.ShouldBe(LogLevel.Warning);
        record.Text.ShouldContain($"The {name} of RabbitMQ differs from its declaration");
        record.Text.ShouldContain(difference);
        record.Text.ShouldContain(advice);
    }
}
