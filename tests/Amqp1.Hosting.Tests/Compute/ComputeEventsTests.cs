using System.Net.Http.Json;
using System.Text.Json;
using Amqp1.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Amqp1.Hosting.Tests.Compute;

/// <summary>
/// Tests of the notifications of ComputeService, received from the bus, as a user of the package Amqp1.Testing would write them.
/// </summary>
public sealed class ComputeEventsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Building_over_http_and_deleting_over_the_bus_emit_their_events_in_order()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var events = await router.ListenAsync("notifications", Cancel);
        await using var application = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder.UseAmqp1TestRouter(router));
        using var http = application.CreateClient();
        var compute = router.Transport.CreateRpcClient(Target.ForTopic("compute"));

        var built = await http.PostAsJsonAsync("/instances", new { name = "vm-1", flavor = "m1.small" }, Cancel);
        var id = (await built.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString();
        await compute.CallAsync("delete_instance", new { instance_id = id }, Cancel);

        foreach (var (step, state) in new[] { ("create.start", "building"), ("create.end", "active"), ("delete.start", "deleting"), ("delete.end", "deleted") })
        {
            var notification = await events.NextAsync($"compute.instance.{step}", Cancel);
            notification.Payload.GetProperty("instance_id").GetString().ShouldBe(id);
            notification.Payload.GetProperty("state").GetString().ShouldBe(state);
        }

        events.Received.Count.ShouldBe(4);
    }
}
