using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Amqp1.Cli.Tests.Consoles;

/// <summary>The console page that <c>--http</c> serves, as a client of HTTP sees it.</summary>
public sealed class ConsoleTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_state_has_what_top_shows()
    {
        await using var broker = await ConsoleProcess.StartAsync("broker");
        using var files = new TestFiles();
        await using var stub = CliProcess.Start("serve", files.Write("stub.json", "{\"topic\": \"compute\", \"server\": \"host-7\", \"methods\": {\"build\": {}}}"), "-u", broker.Bus);
        (await CliProcess.RunAsync("call", "compute", "build", "-u", broker.Bus)).ExitCode.ShouldBe(0);
        (await CliProcess.RunAsync("notify", "test.waits", "-u", broker.Bus)).ExitCode.ShouldBe(0);

        var state = JsonElement.Parse(await Http.GetStringAsync(new Uri(broker.Page, "state"), Cancel));

        state.GetProperty("product").GetString().ShouldNotBeNull().ShouldStartWith("amqp1-embedded");
        state.GetProperty("connection_count").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        var addresses = state.GetProperty("addresses").EnumerateArray().ToDictionary(address => address.GetProperty("name").GetString()!);
        addresses["openstack.org/om/notify/anycast/openstack/notifications.info"].GetProperty("waiting").GetInt64().ShouldBe(1);
        addresses["openstack.org/om/rpc/anycast/openstack/compute"].GetProperty("received").GetInt64().ShouldBe(1);
        addresses["openstack.org/om/rpc/unicast/openstack/compute/host-7"].GetProperty("consumers").GetInt64().ShouldBe(1);
        addresses.Keys.ShouldAllBe(name => !name.StartsWith('$'));
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("console.js", "text/javascript")]
    [InlineData("console.css", "text/css")]
    [InlineData("state", "application/json")]
    public async Task Every_response_is_protected_and_never_stored(string name, string type)
    {
        await using var router = await ConsoleProcess.StartAsync("router");

        using var response = await Http.GetAsync(new Uri(router.Page, name), Cancel);
        using var head = await Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(router.Page, name)), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; ");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.Contains("Server").ShouldBeFalse();
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("POST", "state")]
    [InlineData("DELETE", "")]
    [InlineData("PUT", "console.js")]
    public async Task The_page_changes_nothing(string method, string name)
    {
        await using var router = await ConsoleProcess.StartAsync("router");

        using var response = await Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(router.Page, name)), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1.attacker.example:80")]
    [InlineData("192.0.2.1")]
    public async Task A_page_of_another_site_does_not_read_the_state_under_its_own_name(string host)
    {
        await using var router = await ConsoleProcess.StartAsync("router");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(router.Page, "state"));
        request.Headers.Host = host;

        using var response = await Http.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("only requests of this machine");
    }

    [Fact]
    public async Task There_is_no_page_unless_it_is_asked_for()
    {
        await using var router = CliProcess.Start("router", "--port", "0", "--json");

        JsonElement.Parse(await router.ReadLineAsync()).TryGetProperty("console", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_second_line_of_the_text_has_the_address_of_the_page()
    {
        await using var router = CliProcess.Start("router", "--port", "0", "--http", "localhost:0");

        (await router.ReadLineAsync()).ShouldStartWith("Listening at ");
        var page = (await router.ReadLineAsync()).ShouldStartWithAndSkip("Console at ");
        (await Http.GetStringAsync(page, Cancel)).ShouldContain("<title>");
        (await router.StopAsync("TERM")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_port_in_use_is_exit_code_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var result = await CliProcess.RunAsync("router", "--port", "0", "--http", $"{port}");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($"Cannot serve the console on 127.0.0.1:{port}");
    }

    [Theory]
    [InlineData("somewhere")]
    [InlineData("70000")]
    [InlineData("127.0.0.1:x")]
    public async Task An_address_that_cannot_be_used_is_exit_code_2(string address) =>
        (await CliProcess.RunAsync("broker", "--port", "0", "--http", address)).ExitCode.ShouldBe(2);
}
