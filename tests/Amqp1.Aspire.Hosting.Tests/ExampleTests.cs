using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.AppHost.Tests;

/// <summary>Tests examples/AppHost with the orchestrator of Aspire, which its build brings.</summary>
public sealed class ExampleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Two_services_find_each_other_over_the_broker_and_the_purge_button_drops_what_is_stored()
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limited.CancelAfter(Limit);
        var cancel = limited.Token;
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(cancel);
        await using var app = await builder.BuildAsync(cancel);
        await app.StartAsync(cancel);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("bus", cancel);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("shop", cancel);

        using var shop = app.CreateHttpClient("shop");
        var flavor = await shop.GetFromJsonAsync<JsonElement>("/flavors/m1.small", cancel);

        flavor.GetProperty("vcpus").GetInt32().ShouldBe(1);

        // The request was also published as a notification, which nobody listens to.
        var queue = "openstack.org/om/notify/anycast/openstack/notifications.info";
        (await RunAsync(app, "queues", cancel)).ShouldContain(queue);
        (await RunAsync(app, "purge", cancel, ("queue", queue))).ShouldContain("Dropped 1 messages");
    }

    private static async Task<string> RunAsync(DistributedApplication app, string command, CancellationToken cancel, params (string Name, string Value)[] arguments)
    {
        var commands = app.Services.GetRequiredService<ResourceCommandService>();
        var inputs = arguments.Select(argument => new InteractionInput { Name = argument.Name, InputType = InputType.Text, Value = argument.Value });
        var result = await commands.ExecuteCommandAsync("bus", command, new InteractionInputCollection([.. inputs]), cancel);
        result.Success.ShouldBeTrue(result.Message + result.Data?.Value);
        return result.Data?.Value + result.Message;
    }
}
