using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Compute;

public sealed class ComputeServiceTests(ComputeApplication application) : IClassFixture<ComputeApplication>
{
    private readonly HttpClient _http = application.CreateClient();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RpcClient Compute => application.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("compute"));

    [Fact]
    public async Task Health_is_json_with_both_checks_and_their_data()
    {
        var response = await _http.GetAsync("/health", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var health = await ComputeApplication.ReadAsync(response);
        health.GetProperty("status").GetString().ShouldBe("Healthy");
        foreach (var name in new[] { "amqp1-rpc", "amqp1-notify" })
        {
            var check = health.GetProperty("entries").GetProperty(name);
            check.GetProperty("status").GetString().ShouldBe("Healthy");
            check.GetProperty("data").GetProperty("product").GetString().ShouldBe("amqp1-embedded-router");
            check.GetProperty("data").GetProperty("addressMode").GetString().ShouldBe("routable");
        }
    }

    [Fact]
    public async Task An_instance_lives_from_post_to_delete_and_every_step_is_audited()
    {
        var trace = ActivityTraceId.CreateRandom();
        string? id = null;
        await ComputeApplication.WaitForNotificationsAsync(trace, 4, async () =>
        {
            var built = await SendAsync(trace, HttpMethod.Post, "/instances", new { name = "vm-1", flavor = "m1.small" });
            built.StatusCode.ShouldBe(HttpStatusCode.Created);
            id = (await ComputeApplication.ReadAsync(built)).GetProperty("id").GetString();
            built.Headers.Location!.ToString().ShouldBe($"/instances/{id}");

            var all = await _http.GetFromJsonAsync<JsonElement[]>("/instances", Cancel);
            all.ShouldNotBeNull().ShouldContain(instance => instance.GetProperty("id").GetString() == id && instance.GetProperty("state").GetString() == "active");

            (await SendAsync(trace, HttpMethod.Delete, $"/instances/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        });

        var audit = await _http.GetFromJsonAsync<JsonElement[]>("/audit", Cancel);
        var own = audit.ShouldNotBeNull().Where(entry => entry.GetProperty("payload").GetProperty("instance_id").GetString() == id).ToArray();
        own.Select(entry => entry.GetProperty("event_type").GetString()).ShouldBe(
            ["compute.instance.create.start", "compute.instance.create.end", "compute.instance.delete.start", "compute.instance.delete.end"],
            ignoreOrder: true);
        own.ShouldAllBe(entry => entry.GetProperty("publisher_id").GetString() == $"compute.{Environment.MachineName}");
    }

    [Theory]
    [InlineData("GET", "/instances/none", null, HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/instances/none", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances", """{"name":"","flavor":"m1.small"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/instances", """{"name":"vm-1","flavor":7}""", HttpStatusCode.BadRequest)]
    public async Task A_remote_error_becomes_its_http_status(string method, string path, string? body, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        (await _http.SendAsync(request, Cancel)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Every_method_answers_to_its_wire_name()
    {
        (await Compute.CallAsync<JsonElement>("echo", new { data = new { a = new object?[] { 1, null, "ü" } } }, Cancel)).GetRawText().ShouldBe("""{"a":[1,null,"ü"]}""");
        var built = await Compute.CallAsync<JsonElement>("build_instance", new { name = "vm-2", flavor = new { vcpus = 2 } }, Cancel);
        var id = built.GetProperty("id").GetString();
        (await Compute.CallAsync<JsonElement>("get_instance", new { instance_id = id }, Cancel)).GetRawText().ShouldBe(built.GetRawText());
        (await Compute.CallAsync<JsonElement[]>("list_instances", cancel: Cancel)).ShouldNotBeNull().ShouldNotBeEmpty();
        await Compute.CallAsync("sleep", new { seconds = 0.001 }, Cancel);
        await Compute.CallAsync("delete_instance", new { instance_id = id }, Cancel);
        await Should.ThrowAsync<KeyNotFoundException>(() => Compute.CallAsync("get_instance", new { instance_id = id }, Cancel));
    }

    [Fact]
    public async Task Fail_answers_with_the_named_builtin_exception()
    {
        var failed = await Should.ThrowAsync<DivideByZeroException>(() => Compute.CallAsync("fail", new { kind = "ZeroDivisionError", message = "by nought" }, Cancel));

        failed.Message.ShouldBe("by nought");
        failed.InnerException.ShouldBeOfType<RemoteErrorException>().Module.ShouldBe("builtins");
    }

    private async Task<HttpResponseMessage> SendAsync(ActivityTraceId trace, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _http.SendAsync(request, Cancel);
    }
}
