using Amqp1.Configuration;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The options that all services of a deployment share, for both kinds of peer.</summary>
/// <param name="Name">The name, which is also part of the names of the deployment's virtual hosts.</param>
/// <param name="Python">The options of <c>[oslo_messaging_rabbit]</c>.</param>
/// <param name="Net">The same options for our library.</param>
/// <param name="Since">The first of the covered releases of oslo.messaging that has all of these options.</param>
internal sealed record RabbitDeployment(string Name, string[] Python, Action<RabbitOptions> Net, string Since = "14.0.3")
{
    private static readonly string[] TransientQuorum = ["amqp_durable_queues=true", "rabbit_quorum_queue=true", "rabbit_transient_quorum_queue=true"];

    public static IReadOnlyList<RabbitDeployment> All { get; } =
    [
        new("classic", [], _ => { }),
        new("durable", ["amqp_durable_queues=true"], options => options.DurableQueues = true),
        new("auto-delete", ["amqp_auto_delete=true"], options => options.AutoDelete = true),
        new(
            "quorum",
            ["rabbit_quorum_queue=true", "rabbit_quorum_delivery_limit=7"],
            options =>
            {
                options.QuorumQueues = true;
                options.QuorumDeliveryLimit = 7;
            }),
        new("transient-quorum", TransientQuorum, SetTransientQuorum, "16.1.0"),
        new(
            "stream-fanout",
            [.. TransientQuorum, "rabbit_stream_fanout=true", "rabbit_qos_prefetch_count=20"],
            options =>
            {
                SetTransientQuorum(options);
                options.StreamFanout = true;
                options.PrefetchCount = 20;
            },
            "16.1.0"),
        new(
            "queue-manager",
            ["use_queue_manager=true", "rabbit_transient_queues_ttl=60"],
            options =>
            {
                options.UseQueueManager = true;
                options.TransientQueuesTtl = TimeSpan.FromSeconds(60);
            },
            "16.1.0"),
    ];

    /// <summary>The deployments with the releases of oslo.messaging that a run of the tests covers: the newest, or all that have the options.</summary>
    public static IEnumerable<(RabbitDeployment Deployment, OsloRelease Oslo)> Covered { get; } =
        from deployment in All
        from oslo in TestMatrix.IsWhole ? OsloRelease.Covered : [OsloRelease.Newest]
        where Version.Parse(oslo.Version) >= Version.Parse(deployment.Since)
        select (deployment, oslo);

    /// <summary>The virtual hosts of all covered deployments.</summary>
    public static IReadOnlyList<string> Vhosts { get; } =
        [.. Covered.SelectMany(covered => new[] { covered.Deployment.PythonVhostOf(covered.Oslo), covered.Deployment.NetVhostOf(covered.Oslo) })];

    /// <summary>The arguments of a Python peer for these options.</summary>
    public string[] PythonArguments => [.. Python.SelectMany(option => new[] { "--option", option })];

    public static RabbitDeployment Of(string name) => All.Single(deployment => deployment.Name == name);

    /// <summary>Returns the virtual host in which Python declares first.</summary>
    public string PythonVhostOf(OsloRelease oslo) => $"{Name}-{oslo}-py";

    /// <summary>Returns the virtual host in which our library declares first.</summary>
    public string NetVhostOf(OsloRelease oslo) => $"{Name}-{oslo}-net";

    private static void SetTransientQuorum(RabbitOptions options)
    {
        options.DurableQueues = true;
        options.QuorumQueues = true;
        options.TransientQuorumQueues = true;
    }
}
