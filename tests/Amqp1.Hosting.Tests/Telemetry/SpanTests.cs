using System.Diagnostics;
using Amqp1.Hosting.Tests.Documents;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>Tests of the spans and metrics of a whole host for its messages.</summary>
[Collection(nameof(OneListener))]
public sealed class SpanTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly Recording _recording = new();

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task A_call_has_a_client_span_and_a_server_span_that_is_its_child()
    {
        using var host = await StartAsync();
        await Client(host).CallAsync<int>("add", new { a = 1, b = 2 }, Limit);
        var client = await _recording.SpanAsync(span => span.Kind == ActivityKind.Client, Limit);
        var server = await _recording.SpanAsync(span => span.Kind == ActivityKind.Server, Limit);

        server.ParentSpanId.ShouldBe(client.SpanId);
        client.OperationName.ShouldBe("observed/add");
        Tags(client).ShouldBe(new Dictionary<string, object?>
        {
            ["rpc.system.name"] = "oslo.messaging",
            ["rpc.method"] = "observed/add",
            ["server.address"] = "127.0.0.1",
            ["server.port"] = host.Services.GetRequiredService<MessagingTransport>().Url.Hosts[0].Port,
        });
        server.OperationName.ShouldBe("observed/add");
        Tags(server).ShouldBe(new Dictionary<string, object?> { ["rpc.system.name"] = "oslo.messaging", ["rpc.method"] = "observed/add" });
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_method_that_nobody_has_is_no_label()
    {
        using var host = await StartAsync();
        await Should.ThrowAsync<RemoteErrorException>(() => Client(host).CallAsync("no_such", cancel: Limit));
        var server = await _recording.SpanAsync(span => span.Kind == ActivityKind.Server, Limit);
        await host.StopAsync(Limit);

        server.OperationName.ShouldBe("_OTHER");
        server.GetTagItem("rpc.method").ShouldBe("_OTHER");
        server.GetTagItem("rpc.method_original").ShouldBe("observed/no_such");
        server.GetTagItem("error.type").ShouldBe("NoSuchMethod");
        MeasuredTags("rpc.server.call.duration").ShouldHaveSingleItem().ShouldBe(new Dictionary<string, object?>
        {
            ["rpc.system.name"] = "oslo.messaging",
            ["rpc.method"] = "_OTHER",
            ["error.type"] = "NoSuchMethod",
        });
    }

    [Fact]
    public async Task A_failure_is_named_on_both_sides()
    {
        using var host = await StartAsync();
        await Should.ThrowAsync<KeyNotFoundException>(() => Client(host).CallAsync("refuse", cancel: Limit));
        var client = await _recording.SpanAsync(span => span.Kind == ActivityKind.Client, Limit);
        var server = await _recording.SpanAsync(span => span.Kind == ActivityKind.Server, Limit);
        await host.StopAsync(Limit);

        (client.Status, client.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, "KeyError"));
        (server.Status, server.GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, typeof(KeyNotFoundException).FullName));
    }

    [Fact]
    public async Task A_cast_has_a_producer_span_and_a_consumer_span_that_is_its_child()
    {
        using var host = await StartAsync();
        await Client(host).CastAsync("note", new { text = "x" }, Limit);
        var producer = await _recording.SpanAsync(span => span.Kind == ActivityKind.Producer, Limit);
        var consumer = await _recording.SpanAsync(span => span.Kind == ActivityKind.Consumer, Limit);
        await host.StopAsync(Limit);

        consumer.ParentSpanId.ShouldBe(producer.SpanId);
        (producer.OperationName, consumer.OperationName).ShouldBe(("send observed", "process observed"));
        Tags(consumer).ShouldBe(new Dictionary<string, object?>
        {
            ["messaging.system"] = "amqp",
            ["messaging.destination.name"] = "observed",
            ["messaging.operation.name"] = "process",
            ["messaging.operation.type"] = "process",
            ["rpc.method"] = "observed/note",
        });
    }

    [Fact]
    public async Task A_batch_has_a_link_to_each_of_its_senders()
    {
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<ObservedBatch>(), ("Amqp1:Notifications:Topics:0", "observed-batches"));
        var notifier = host.Services.GetRequiredService<INotifier>();
        await Task.WhenAll(notifier.InfoAsync("a", 1, cancel: Limit), notifier.InfoAsync("b", 2, cancel: Limit));
        var batch = await _recording.SpanAsync(span => span.Kind == ActivityKind.Consumer, Limit);
        await host.StopAsync(Limit);

        batch.Parent.ShouldBeNull();
        batch.ParentSpanId.ShouldBe(default);
        batch.GetTagItem("messaging.batch.message_count").ShouldBe(2);
        batch.Links.Select(link => link.Context.SpanId).ShouldBe(
            _recording.Spans.Where(span => span.Kind == ActivityKind.Producer).Select(span => span.SpanId), ignoreOrder: true);
    }

    [Fact]
    public async Task Spans_and_metrics_have_no_other_attributes_than_the_document_says()
    {
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<Observed>().AddEndpoint<ObservedBatch>());
        var client = Client(host);
        await client.CallAsync<int>("add", new { a = 1, b = 2 }, Limit);
        await Should.ThrowAsync<KeyNotFoundException>(() => client.CallAsync("refuse", cancel: Limit));
        await client.CastAsync("note", new { text = "x" }, Limit);
        await client.CastAsync("no_such", cancel: Limit);
        using (var left = new CancellationTokenSource())
        {
            var cast = client.Prepare(topic: "nobody").CastAsync("note", cancel: left.Token);
            await left.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => cast);
        }

        await _recording.SpanAsync(span => span.Kind == ActivityKind.Consumer && span.Status == ActivityStatusCode.Error, Limit);
        _recording.Collect();
        await host.StopAsync(Limit);

        _recording.Spans.SelectMany(span => span.TagObjects).Select(tag => tag.Key).Distinct().Except(TelemetryDocumentTests.Attributes).ShouldBeEmpty();
        var documented = TelemetryDocumentTests.AttributesOfMetrics;
        _recording.Measurements.SelectMany(measured => measured.Tags.Select(tag => tag.Key).Except(documented[measured.Name]).Select(tag => $"{measured.Name}: {tag}"))
            .Distinct().ShouldBeEmpty();

        // All metrics are recorded except those of failures, and those of a broker with queues and a store.
        string[] rare =
        [
            "amqp1.connection.reconnects", "amqp1.rpc.late_replies", "amqp1.messages.rejected", "amqp1.notifications.dropped",
            "amqp1.notifications.dead_lettered",
            "amqp1.rpc.server.undelivered_replies", "amqp1.router.faults", "amqp1.router.messages.undelivered", "amqp1.router.subscribers.detached",
        ];
        documented.Keys.Except(rare).Where(name => !name.StartsWith("amqp1.queue.", StringComparison.Ordinal) && !name.StartsWith("amqp1.store.", StringComparison.Ordinal))
            .Except(_recording.Measurements.Select(measured => measured.Name)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gauges_tell_credit_and_what_is_in_flight()
    {
        using var host = await TestHost.StartAsync(Hosts.GreeterService.AddGreeter, ("Amqp1:Rpc:ServerCredit", "10"));
        var (call, lifetimes) = await Hosts.GreeterService.BeginCallAsync(host, host, Limit);
        _recording.Collect();
        lifetimes.MayLeave.SetResult();
        await call;

        Gauge("amqp1.rpc.client.active_calls").ShouldBe(1);
        Gauge("amqp1.messages.running").ShouldBe(1);
        Gauge("amqp1.receiver.credit").ShouldBe(29);
        Gauge("amqp1.receiver.unsettled").ShouldBe(0);
        await host.StopAsync(Limit);
    }

    public void Dispose()
    {
        _recording.Dispose();
        _limit.Dispose();
    }

    private static Task<IHost> StartAsync() => TestHost.StartAsync(messaging => messaging.AddEndpoint<Observed>());

    private static RpcClient Client(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("observed"));

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();

    private IEnumerable<Dictionary<string, object?>> MeasuredTags(string name) =>
        _recording.Measurements.Where(measured => measured.Name == name).Select(measured => measured.Tags.ToDictionary());

    private double Gauge(string name) => _recording.Measurements.Last(measured => measured.Name == name).Value;
}
