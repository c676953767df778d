using System.Text.Json;
using System.Text.RegularExpressions;
using Amqp1.Configuration;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Exchanges, queues and bindings of a .NET service are those of a Python service with the same options
/// (docs/spec/rabbit-topology.md#declarations). The queues of replies differ by intention and are left out. The subclasses name the brokers.
/// </summary>
public abstract partial class RabbitTopologyTests(RabbitFixture fixture)
{
    private static readonly string[] Quorum = ["rabbit_quorum_queue=true", "rabbit_quorum_delivery_limit=5"];
    private static readonly string[] TransientQuorum = [.. Quorum, "rabbit_transient_quorum_queue=true"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Classic_queues() => CompareAsync(OsloRelease.Machine, [], static _ => { });

    [Fact]
    public Task Durable_queues() => CompareAsync(OsloRelease.Machine, ["amqp_durable_queues=true"], static options => options.DurableQueues = true);

    [Fact]
    public Task Queues_that_are_deleted_automatically() => CompareAsync(OsloRelease.Machine, ["amqp_auto_delete=true"], static options => options.AutoDelete = true);

    [Fact]
    public Task Quorum_queues() => CompareAsync(OsloRelease.Machine, Quorum, SetQuorum);

    [Fact]
    public Task Transient_quorum_queues() => CompareAsync(OsloRelease.Newest, TransientQuorum, SetTransientQuorum);

    [Fact]
    public Task Stream_fanout() => CompareAsync(
        OsloRelease.Newest,
        [.. TransientQuorum, "rabbit_stream_fanout=true", "rabbit_qos_prefetch_count=10"],
        static options =>
        {
            SetTransientQuorum(options);
            options.StreamFanout = true;
            options.PrefetchCount = 10;
        });

    private static void SetQuorum(RabbitOptions options)
    {
        options.QuorumQueues = true;
        options.QuorumDeliveryLimit = 5;
    }

    private static void SetTransientQuorum(RabbitOptions options)
    {
        SetQuorum(options);
        options.TransientQuorumQueues = true;
    }

    private async Task CompareAsync(OsloRelease release, string[] pythonOptions, Action<RabbitOptions> configure)
    {
        await release.RequireAsync();
        var broker = await fixture.BrokerAsync(Cancel);
        var python = await DeclaredByPythonAsync(broker, release, pythonOptions);
        var ours = await DeclaredByUsAsync(broker, configure);

        ours.ShouldBe(python);
        ours.Length.ShouldBeGreaterThanOrEqualTo(11);
    }

    private static async Task<string[]> DeclaredByPythonAsync(RabbitBroker broker, OsloRelease release, string[] options)
    {
        var (vhost, url) = await NewVhostAsync(broker);
        string[] common = ["--url", url, .. options.SelectMany(option => new[] { "--option", option })];
        await using var server = await PythonPeer.StartReadyAsync(release.Python, "rpc_server.py", Cancel, [.. common, "--topic", "compute", "--server", "h1.lan"]);
        await using var listener = await PythonPeer.StartReadyAsync(release.Python, "notify_listener.py", Cancel, [.. common, "--topic", "notifications"]);
        await using var notifier = await PythonPeer.StartReadyAsync(release.Python, "notifier.py", Cancel, [.. common, "--topic", "others"]);
        (await notifier.AskAsync(new { command = "notify", priority = "error", event_type = "e", payload = new { } }, Cancel)).GetProperty("sent").GetInt32().ShouldBe(1);
        return await DescribeAsync(broker, vhost);
    }

    private static async Task<string[]> DeclaredByUsAsync(RabbitBroker broker, Action<RabbitOptions> configure)
    {
        var (vhost, url) = await NewVhostAsync(broker);
        var options = new Amqp1Options();
        configure(options.Rabbit);
        await using var transport = MessagingTransport.Create(url, options);
        transport.Start();
        var service = new ComputeService(transport, "compute", "h1.lan");
        await service.StartAsync(Cancel);
        await using var audit = await AuditListener.StartAsync(transport, "notifications", Cancel);
        await transport.CreateNotifier("p", "others").NotifyAsync(Notifications.NotificationPriority.Error, "e", new { }, cancel: Cancel);
        return await DescribeAsync(broker, vhost);
    }

    private static async Task<(string Name, string Url)> NewVhostAsync(RabbitBroker broker)
    {
        var name = $"t{Guid.NewGuid():N}";
        await broker.Control.RunAsync(Cancel, "add_vhost", name);
        await broker.Control.RunAsync(Cancel, "set_permissions", "-p", name, broker.Settings.Admin.Name, ".*", ".*", ".*");
        return (name, broker.UrlOf(broker.Settings.Admin, broker.Host, name));
    }

    /// <summary>Returns a line for each exchange, queue and binding, without those of the broker itself and those of replies.</summary>
    private static async Task<string[]> DescribeAsync(RabbitBroker broker, string vhost)
    {
        var exchanges = await broker.Control.ExchangesAsync(Cancel, vhost);
        var queues = await broker.Control.QueuesAsync(Cancel, vhost);
        var bindings = await broker.Control.BindingsAsync(Cancel, vhost);
        return
        [
            .. exchanges.Where(exchange => exchange.GetProperty("name").GetString() is { Length: > 0 } name && !name.StartsWith("amq.", StringComparison.Ordinal))
                .Select(exchange => "exchange " + Line(exchange, "name", "type", "durable", "auto_delete", "internal", "arguments")).Order(StringComparer.Ordinal),
            .. queues.Where(queue => !queue.GetProperty("name").GetString()!.StartsWith("reply_", StringComparison.Ordinal))
                .Select(queue => "queue " + Line(queue, "name", "type", "durable", "auto_delete", "exclusive", "arguments")).Order(StringComparer.Ordinal),
            .. bindings.Where(binding => binding.GetProperty("source_name").GetString() is { Length: > 0 })
                .Select(binding => "binding " + Line(binding, "source_name", "destination_name", "destination_kind", "routing_key", "arguments")).Order(StringComparer.Ordinal),
        ];
    }

    private static string Line(JsonElement row, params string[] properties) =>
        // Python sends numbers with 32 bits, and AMQP 1.0 has them with 64 bits here. RabbitMQ compares them by value.
        RandomId().Replace(string.Join(' ', properties.Select(property => row.GetProperty(property).GetRawText())), "{id}").Replace("\"signedint\"", "\"long\"", StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex RandomId();
}
