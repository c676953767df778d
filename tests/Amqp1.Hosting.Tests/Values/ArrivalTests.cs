using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Amqp1.Hosting.Tests.Telemetry;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Values;

/// <summary>Tests that values, methods and notifications arrive at their destination, over the bus and with generated code.</summary>
[Collection(nameof(OneListener))]
public sealed class ArrivalTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task Values_of_all_kinds_come_back_as_they_were_sent()
    {
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<ValuesEndpoint>());
        var values = host.Services.GetRequiredService<IValues>();

        (await values.TupleAsync((7, "seven"))).ShouldBe((7, "seven"));
        (await values.BigAsync(BigInteger.Pow(2, 80))).ShouldBe(BigInteger.Pow(2, 80));
        (await values.FieldsAsync(new Point3 { X = 1, Y = 2 })).ShouldBe(new Point3 { X = 1, Y = 2 });
        (await values.VectorAsync(new Vector3(1, 2, 3))).ShouldBe(new Vector3(1, 2, 3));
        (await values.RuneAsync(new Rune('a'))).ShouldBe(new Rune('a'));
        (await values.Int128Async(Int128.MaxValue)).ShouldBe(Int128.MaxValue);
        (await values.OldTupleAsync(Tuple.Create(7, "seven"))).ShouldBe(Tuple.Create(7, "seven"));
        (await values.PairAsync(KeyValuePair.Create("a", 1))).ShouldBe(KeyValuePair.Create("a", 1));
        (await values.MapAsync(new() { ["a"] = (1, 2) })).ShouldBe(new Dictionary<string, (int, int)> { ["a"] = (1, 2) });
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_caller_without_types_sees_a_tuple_as_a_list_and_is_told_what_it_cannot_send()
    {
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<ValuesEndpoint>());
        var client = host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("values"));

        (await client.CallAsync<JsonElement>("tuple", new { V = new object[] { 7, "seven" } }, Limit)).GetRawText().ShouldBe("""[7,"seven"]""");
        object hidden = new Hidden(7);
        (await Should.ThrowAsync<NotSupportedException>(() => client.CallAsync("big", new { V = hidden }, Limit))).Message.ShouldContain(nameof(Hidden));
        (await Should.ThrowAsync<NotSupportedException>(() => host.Services.GetRequiredService<INotifier>().InfoAsync("e", hidden, cancel: Limit))).Message.ShouldContain(nameof(Hidden));
        await host.StopAsync(Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_does_not_start_with_a_type_whose_values_would_be_lost(bool ownOptions)
    {
        using var host = TestHost.Build(
            messaging =>
            {
                messaging.AddAmqp1EmbeddedRouter().AddEndpoint<Loser>();
                if (ownOptions)
                {
                    messaging.WithJson(new JsonSerializerOptions(JsonSerializerOptions.Web));
                }
            });

        var refused = await Should.ThrowAsync<InvalidEndpointException>(() => host.StartAsync(Limit));

        refused.Message.ShouldContain("Loser.Keep takes 'thing' of");
        refused.Message.ShouldContain("cannot be represented in JSON");
    }

    [Fact]
    public async Task A_wire_name_calls_the_method_that_has_it_though_another_one_hides_it()
    {
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<Hiding>());
        var client = host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("hiding"));

        (await client.CallAsync<string>("get", new { Id = 7 }, Limit)).ShouldBe("Shown.Get(7)");
        (await client.CallAsync<string>("get_any", new { Id = 7L }, Limit)).ShouldBe("Hiding.Get(7)");
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task Filters_of_an_endpoint_look_into_context_metadata_and_payload()
    {
        var heard = new ConcurrentQueue<string>();
        using var host = await TestHost.StartAsync(
            messaging =>
            {
                messaging.AddEndpoint<Picky>();
                messaging.Services.AddSingleton(heard);
            },
            ("Amqp1:Notifications:Topics:0", "picky"));
        var notifier = host.Services.GetRequiredService<INotifier>();
        var ours = MessagingContext.FromEntries([new("project_id", "7f00")]);

        await notifier.InfoAsync("wanted", new { state = "active", host = "rack-7" }, ours, Limit);
        await notifier.InfoAsync("other.state", new { state = "gone", host = "rack-7" }, ours, Limit);
        await notifier.InfoAsync("other.host", new { state = "active", host = "rack-1" }, ours, Limit);
        await notifier.InfoAsync("no.host", new { state = "active" }, ours, Limit);
        await notifier.InfoAsync("other.project", new { state = "active", host = "rack-7" }, MessagingContext.FromEntries([new("project_id", "8")]), Limit);
        await notifier.InfoAsync("no.project", new { state = "active", host = "rack-7" }, cancel: Limit);
        await host.StopAsync(Limit);

        heard.ShouldBe(["wanted"]);
    }

    [Fact]
    public async Task Metrics_name_the_instance_that_they_are_about()
    {
        using var recording = new Recording();
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<Hiding>());
        var url = host.Services.GetRequiredService<MessagingTransport>().Url.ToString();
        var builder = TestHost.CreateBuilder(TestHost.Wait, ("Amqp1:billing:TransportUrl", url), ("Amqp1:billing:Hosting:WaitForConnection", "true"));
        builder.Services.AddAmqp1Messaging("billing").AddEndpoint<ValuesEndpoint>();
        using var billing = builder.Build();
        await billing.StartAsync(Limit);
        var client = billing.Services.GetRequiredKeyedService<MessagingTransport>("billing").CreateRpcClient(Target.ForTopic("hiding"));

        await client.CallAsync<string>("get", new { Id = 7 }, Limit);
        await client.Prepare(topic: "values").CallAsync<JsonElement>("big", new { V = 1 }, Limit);
        await client.Prepare(topic: "values").CastAsync("big", new { V = 1 }, Limit);
        recording.Collect();
        await billing.StopAsync(Limit);
        await host.StopAsync(Limit);

        InstancesOf("rpc.client.call.duration").ShouldBe(["billing"]);
        InstancesOf("rpc.server.call.duration").ShouldBe(["billing", "none"], ignoreOrder: true);
        InstancesOf("messaging.client.sent.messages").ShouldBe(["billing"]);
        InstancesOf("amqp1.messages.pending").ShouldBe(["billing", "none"], ignoreOrder: true);
        InstancesOf("amqp1.receiver.credit").ShouldBe(["billing", "none"], ignoreOrder: true);

        IEnumerable<object?> InstancesOf(string metric) => recording.Measurements.Where(measured => measured.Name == metric)
            .Select(measured => measured.Tags.ToDictionary().GetValueOrDefault("amqp1.instance", "none")).Distinct();
    }

    public void Dispose() => _limit.Dispose();

    private sealed class Hidden(int value)
    {
        private readonly int _value = value;

        public override string ToString() => $"{_value}";
    }
}
