using System.Text.Json;
using System.Text.Json.Serialization;
using Amqp1.Hosting.Tests.Endpoints;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests;

/// <summary>Tests of JSON options that the application provides, with and without a resolver.</summary>
public sealed class WithJsonTests
{
    public static TheoryData<string, JsonSerializerOptions> Options => new()
    {
        { "new()", new JsonSerializerOptions { Converters = { new JsonStringEnumConverter() } } },
        { "web", new JsonSerializerOptions(JsonSerializerDefaults.Web) },
        { "read-only", JsonSerializerOptions.Web },
        { "copy", new JsonSerializerOptions(MessagingJson.Default) { IncludeFields = true } },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Arguments_and_results_are_read_and_written_by_them(string name, JsonSerializerOptions json)
    {
        name.ShouldNotBeEmpty();
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await TestHost.StartAsync(messaging => messaging.WithJson(json).AddEndpoint<Weekday>());
        var client = host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("weekday"));

        (await client.CallAsync<DayOfWeek>("next", new { day = DayOfWeek.Friday }, limit.Token)).ShouldBe(DayOfWeek.Saturday);

        await host.StopAsync(limit.Token);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task A_transport_without_a_host_takes_them_as_well(string name, JsonSerializerOptions json)
    {
        name.ShouldNotBeEmpty();
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1", json: json);

        transport.Json.GetTypeInfo(typeof(Weekday)).ShouldNotBeNull();
    }

    [Fact]
    public void The_options_of_the_application_stay_as_they_are()
    {
        var json = new JsonSerializerOptions();
        using var host = TestHost.Build(messaging => messaging.WithJson(json), ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));

        host.Services.GetRequiredService<MessagingTransport>().Json.ShouldNotBeSameAs(json);
        json.IsReadOnly.ShouldBeFalse();
        json.TypeInfoResolver.ShouldBeNull();
    }
}
