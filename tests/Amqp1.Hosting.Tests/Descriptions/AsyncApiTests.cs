using System.Net;
using System.Text.Json;
using Amqp1.Hosting.Tests.Compute;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>Tests of the AsyncAPI document of ComputeService.</summary>
[Collection(nameof(OneListener))]
public sealed class AsyncApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_parser_of_the_initiative_accepts_the_document_and_understands_it()
    {
        await using var application = new ComputeApplication();
        using var http = application.CreateClient();
        using var response = await http.GetAsync("/asyncapi.json", Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");

        var parsed = await AsyncApiParser.CheckAsync(await response.Content.ReadAsStringAsync(Cancel), Cancel);

        parsed.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        var operations = parsed.GetProperty("operations").EnumerateArray().ToDictionary(operation => operation.GetProperty("id").GetString()!);
        operations.Keys.ShouldBe(
            [
                "compute.build_instance", "compute.delete_instance", "compute.echo", "compute.fail", "compute.get_instance", "compute.list_instances",
                "compute.sleep", "notifications.notification",
            ],
            ignoreOrder: true);
        var build = operations["compute.build_instance"];
        (build.GetProperty("action").GetString(), build.GetProperty("address").GetString()).ShouldBe(("receive", "compute"));
        var request = build.GetProperty("messages")[0];
        request.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["name", "flavor"]);
        request.GetProperty("properties").GetProperty("name").GetProperty("type").GetString().ShouldBe("string");
        build.GetProperty("reply")[0].GetProperty("properties").GetProperty("created_at").GetProperty("format").GetString().ShouldBe("date-time");
        operations["compute.list_instances"].GetProperty("reply")[0].GetProperty("items").GetProperty("properties").GetProperty("host").GetProperty("type").GetString().ShouldBe("string");
        operations["compute.delete_instance"].GetProperty("reply")[0].GetProperty("type").GetString().ShouldBe("null");
    }

    /// <summary>
    /// The interface is written from the document by the tool, which a test of the tool checks. AMQP1_UPDATE_SNAPSHOTS=1 writes the document
    /// anew.
    /// </summary>
    [Fact]
    public async Task An_interface_that_was_generated_from_the_document_compiles_and_calls()
    {
        await using var application = new ComputeApplication();
        using var http = application.CreateClient();
        var document = (await http.GetStringAsync("/asyncapi.json", Cancel)).ReplaceLineEndings("\n") + "\n";
        var file = RepositoryFile.Find(Path.Combine("tests", "Amqp1.Hosting.Tests", "Descriptions", "Generated", "compute.json"));
        if (Environment.GetEnvironmentVariable("AMQP1_UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, document, Cancel);
        }

        (await File.ReadAllTextAsync(file, Cancel)).ShouldBe(document);
        var url = application.Services.GetRequiredService<MessagingTransport>().Url.ToString();
        var builder = TestHost.CreateBuilder(("Amqp1:TransportUrl", url));
        builder.AddAmqp1Messaging();
        using var caller = builder.Build();
        await caller.StartAsync(Cancel);
        var compute = caller.Services.GetRequiredService<Generated.ICompute>();

        var built = await compute.BuildInstanceAsync("web", JsonSerializer.SerializeToElement(new { vcpus = 2 }), Cancel);
        built.Name.ShouldBe("web");
        built.Flavor.GetProperty("vcpus").GetInt32().ShouldBe(2);
        built.CreatedAt.ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        (await compute.GetInstanceAsync(built.Id, Cancel)).Host.ShouldBe(built.Host);
        (await compute.ListInstancesAsync(Cancel)).Select(instance => instance.Id).ShouldContain(built.Id);
        await compute.DeleteInstanceAsync(built.Id, Cancel);
        await Should.ThrowAsync<KeyNotFoundException>(() => compute.GetInstanceAsync(built.Id, Cancel));
        await caller.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_document_with_names_of_all_kinds_is_accepted()
    {
        var application = WebApplication.CreateSlimBuilder();
        application.Services.AddAmqp1Messaging().AddEndpoint<Librarian>().AddEndpoint<Archivist>();
        application.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = "false";
        application.Configuration["Amqp1:TransportUrl"] = "amqp://127.0.0.1:1";
        await using var built = application.Build();

        var parsed = await AsyncApiParser.CheckAsync(Internal.ServiceDocument.Create(built.Services, key: null).ToJsonString(), Cancel);

        parsed.GetProperty("errors").EnumerateArray().Select(error => error.GetString()).ShouldBeEmpty();
        parsed.GetProperty("operations").EnumerateArray().Select(operation => operation.GetProperty("id").GetString())
            .ShouldBe(["library.books.lend", "library.books.return", "x_y.a_b_c.find", "x_y.a_b_c.r_s"], ignoreOrder: true);
    }

    [Fact]
    public void Without_messaging_the_mistake_is_reported_at_the_start()
    {
        using var application = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => application.MapAsyncApi()).Message.ShouldContain("AddAmqp1Messaging()");
    }
}
