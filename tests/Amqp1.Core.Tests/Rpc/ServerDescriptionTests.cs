using System.Text.Json.Nodes;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the description of a server.</summary>
public sealed class ServerDescriptionTests
{
    private static readonly Target Target = new() { Topic = "compute", Server = "host-7", Exchange = "x" };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private int _described;

    [Fact]
    public void It_has_the_endpoints_and_their_methods()
    {
        var description = Describe([Endpoint(Method("get", typeof(Flavor)), Method("b", null), Bare("_private"), Bare("a"))]);

        description.ToJsonString().ShouldBe(
            """{"topic":"compute","server":"host-7","exchange":"x","endpoints":[{"namespace":"ns","version":"1.4","legacy_namespaces":[null]"""
            + ""","description":"Serves.","methods":[{"name":"a"},{"name":"b","description":"Does b.","parameters":[{"name":"id","required":false"""
            + ""","description":"The ID.","schema":{"type":"string"}}]},{"name":"get","description":"Does get.","parameters":[{"name":"id","required":false"""
            + ""","description":"The ID.","schema":{"type":"string"}}],"result":{"description":"Gets.","stream":true,"schema":{"$ref":"#/schemas/Flavor"}}}]}]"""
            + ""","schemas":{"Flavor":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}}}""");
    }

    [Fact]
    public void It_is_made_when_it_is_asked_for_and_once()
    {
        var description = new ServerDescription(Target, [Endpoint(Method("get", typeof(Flavor)))], statistics: null);
        _described.ShouldBe(0);

        var first = description.Create();
        first["topic"] = "changed by its receiver";
        description.Create()["topic"]!.GetValue<string>().ShouldBe("compute");

        _described.ShouldBe(1);
    }

    [Fact]
    public void Statistics_are_those_of_now()
    {
        var methods = new[] { Method("get", null), Method("idle", null) };
        var endpoint = Endpoint(methods);
        var statistics = new ServerStatistics([endpoint], _time);
        var description = new ServerDescription(Target, [endpoint], statistics);
        description.Create();

        Serve(statistics, methods[0], 3, hasFailed: false);
        Serve(statistics, methods[0], 9, hasFailed: true);
        Serve(statistics, Bare("of another server"), 5, hasFailed: true);
        Serve(statistics, null, 5, hasFailed: true);

        var now = description.Create();
        now["since"]!.GetValue<string>().ShouldBe("2026-01-02T03:04:05.0000000+00:00");
        var described = now["endpoints"]![0]!["methods"]!.AsArray();
        described[0]!["statistics"]!.ToJsonString().ShouldBe("""{"calls":2,"failures":1,"mean_ms":6,"longest_ms":9}""");
        described[1]!["statistics"]!.ToJsonString().ShouldBe("""{"calls":0,"failures":0,"mean_ms":0,"longest_ms":0}""");
    }

    [Fact]
    public void Methods_that_exceed_the_limit_are_left_out_with_their_schemas_and_counted()
    {
        var methods = new[] { Bare("a"), Method("b", typeof(Flavor)), Bare("c") };

        var description = new ServerDescription(Target, [Endpoint(methods)], null, maxBytes: 30).Create();

        description["left_out"]!.GetValue<int>().ShouldBe(1);
        description["endpoints"]![0]!["methods"]!.AsArray().Select(method => method!["name"]!.GetValue<string>()).ShouldBe(["a", "c"]);
        description["schemas"]!.AsObject().ShouldBeEmpty();
    }

    [Fact]
    public void A_schema_that_a_left_out_method_shares_counts_for_the_next()
    {
        var methods = new[] { Method("a", typeof(Flavor)), Method("b", typeof(Flavor)) };
        var whole = Describe([Endpoint(methods)]).ToJsonString().Length;

        for (var limit = 0; limit < whole; limit++)
        {
            var description = new ServerDescription(Target, [Endpoint(methods)], null, limit).Create();
            var parts = description["endpoints"]![0]!["methods"]!.AsArray().Sum(method => method!.ToJsonString().Length)
                + description["schemas"]!.AsObject().Sum(schema => schema.Key.Length + schema.Value!.ToJsonString().Length);
            parts.ShouldBeLessThanOrEqualTo(limit);
        }
    }

    [Fact]
    public async Task Statistics_of_concurrent_requests_lose_none()
    {
        var statistics = new MethodStatistics();

        await Task.WhenAll(Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                statistics.Add(TimeSpan.FromTicks((worker * 10_000) + i), hasFailed: i % 2 == 0);
            }
        })));

        (statistics.Calls, statistics.Failures, statistics.Longest.Ticks).ShouldBe((40_000, 20_000, 49_999));
    }

    private static JsonObject Describe(IReadOnlyList<RpcEndpointDescriptor> endpoints) => new ServerDescription(Target, endpoints, statistics: null).Create();

    private static RpcEndpointDescriptor Endpoint(params RpcMethodDescriptor[] methods) =>
        new(typeof(object), new Target { Topic = "compute", Namespace = "ns", Version = "1.4" }, methods) { Summary = "Serves.", LegacyNamespaces = [null] };

    private static RpcMethodDescriptor Bare(string name) => new(name, (_, _) => ValueTask.CompletedTask);

    private RpcMethodDescriptor Method(string name, Type? result) => Bare(name) with
    {
        Describe = () =>
        {
            _described++;
            return new RpcMethodDescription(
                [new RpcParameterDescription("id", MessagingJson.Default.GetTypeInfo(typeof(string))) { IsOptional = true, RefusesNull = true, Summary = "The ID." }],
                result is null ? null : MessagingJson.Default.GetTypeInfo(result))
            {
                Summary = $"Does {name}.",
                Returns = "Gets.",
                IsStream = true,
                NeverReturnsNull = true,
            };
        },
    };

    private void Serve(ServerStatistics statistics, RpcMethodDescriptor? method, int milliseconds, bool hasFailed)
    {
        var began = statistics.Begin();
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        statistics.Add(method, began, hasFailed);
    }

    public sealed record Flavor(string Name);
}
