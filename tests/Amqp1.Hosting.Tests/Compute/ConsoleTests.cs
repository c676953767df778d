using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Amqp1.Hosting.Tests.Compute;

/// <summary>The console page in the process of ComputeService. Its server is a real one, because the page looks at the address of its peer.</summary>
[Collection(nameof(OneListener))]
public sealed class ConsoleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_the_broker_of_the_process()
    {
        await using var application = new ComputeApplication();
        await using var shown = application.WithWebHostBuilder(builder => builder.UseSetting("Console", "/amqp1"));
        shown.UseKestrel(0);
        using var http = shown.CreateClient();

        using var page = await http.GetAsync("/amqp1", Cancel);
        var state = await http.GetFromJsonAsync<JsonElement>("/amqp1/state", Cancel);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/amqp1/");
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("console.js");
        state.GetProperty("addresses").EnumerateArray().Select(address => address.GetProperty("name").GetString())
            .ShouldContain("openstack.org/om/rpc/anycast/openstack/compute");
    }

    [Fact]
    public async Task There_is_no_page_unless_it_is_asked_for()
    {
        await using var application = new ComputeApplication();
        application.UseKestrel(0);
        using var http = application.CreateClient();

        (await http.GetAsync("/amqp1/state", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void A_console_without_a_router_is_a_mistake_that_is_reported_at_the_start()
    {
        using var application = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => application.MapAmqp1Console()).Message.ShouldContain("AddAmqp1EmbeddedBroker()");
    }
}
