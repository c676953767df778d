using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>Tests of the method that describes a service, as a caller over the bus sees it.</summary>
public sealed class DescribeTests : IDisposable
{
    private static readonly (string, string?) Enabled = ("Amqp1:Rpc:DescribeEnabled", "true");

    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task A_caller_gets_methods_texts_schemas_and_statistics()
    {
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<Librarian>(), Enabled, ("Amqp1:Hosting:ServerName", "desk"));
        var client = Client(host);
        var books = Client(host, new Target { Topic = "library", Namespace = "books", Version = "2.0" });
        await books.CallAsync<JsonElement>("lend", new { title = "Emma" }, Limit);
        await Should.ThrowAsync<ArgumentException>(() => books.CallAsync<JsonElement>("lend", new { title = "Emma", days = 0 }, Limit));

        var description = await client.CallAsync<JsonElement>("amqp1_describe", cancel: Limit);
        await host.StopAsync(Limit);

        (Text(description, "topic"), Text(description, "server")).ShouldBe(("library", "desk"));
        var endpoint = description.GetProperty("endpoints").EnumerateArray().ShouldHaveSingleItem();
        (Text(endpoint, "namespace"), Text(endpoint, "version"), Text(endpoint, "description")).ShouldBe(("books", "2.1", "Lends books."));
        var methods = endpoint.GetProperty("methods").EnumerateArray().ToDictionary(method => Text(method, "name"));
        methods.Keys.ShouldBe(["lend", "return"]);
        Text(methods["lend"], "description").ShouldBe("Lends a book to a reader, see ReturnAsync.");
        methods["lend"].GetProperty("parameters").GetRawText().ShouldBe(
            """[{"name":"title","required":true,"description":"The title of the book.","schema":{"type":"string"}},"""
            + """{"name":"days","required":false,"description":"The number of days.","schema":{"type":"integer","format":"int32"}}]""");
        methods["lend"].GetProperty("result").GetRawText().ShouldBe("""{"description":"The loan.","schema":{"$ref":"#/schemas/Loan"}}""");
        methods["return"].TryGetProperty("result", out _).ShouldBeFalse();
        description.GetProperty("schemas").GetProperty("Loan").GetRawText().ShouldBe(
            """{"type":"object","properties":{"title":{"type":"string"},"days":{"type":"integer","format":"int32"}},"required":["title","days"]}""");
        var statistics = methods["lend"].GetProperty("statistics");
        (statistics.GetProperty("calls").GetInt32(), statistics.GetProperty("failures").GetInt32()).ShouldBe((2, 1));
        statistics.GetProperty("longest_ms").GetDouble().ShouldBeGreaterThanOrEqualTo(statistics.GetProperty("mean_ms").GetDouble());
        description.GetProperty("since").GetDateTimeOffset().ShouldBeLessThanOrEqualTo(DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task It_is_off_by_default()
    {
        using var host = await TestHost.StartAsync(messaging => messaging.AddEndpoint<Librarian>());

        var refused = await Should.ThrowAsync<RemoteErrorException>(() => Client(host).CallAsync<JsonElement>("amqp1_describe", cancel: Limit));
        await host.StopAsync(Limit);

        refused.ErrorClass.ShouldBe("UnsupportedVersion");
    }

    [Fact]
    public async Task A_filter_decides_who_may_see_it()
    {
        using var host = await TestHost.StartAsync(
            messaging => messaging.AddEndpoint<Librarian>().AddFilter((context, next) =>
                context is { Kind: MessagingFilterKind.Dispatch, Name: "amqp1_describe" } && !context.Context.Json.TryGetProperty("is_admin", out _)
                    ? throw new UnauthorizedAccessException("Only administrators see descriptions.")
                    : next(context)),
            Enabled);
        var administrator = Client(host).Prepare(context: MessagingContext.FromEntries([KeyValuePair.Create<string, string?>("is_admin", "yes")]));

        await Should.ThrowAsync<UnauthorizedAccessException>(() => Client(host).CallAsync<JsonElement>("amqp1_describe", cancel: Limit));
        Text(await administrator.CallAsync<JsonElement>("amqp1_describe", cancel: Limit), "topic").ShouldBe("library");
        await host.StopAsync(Limit);
    }

    public void Dispose() => _limit.Dispose();

    private static RpcClient Client(IHost host, Target? target = null) =>
        host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(target ?? Target.ForTopic("library"));

    private static string Text(JsonElement parent, string property) => parent.GetProperty(property).GetString()!;
}
