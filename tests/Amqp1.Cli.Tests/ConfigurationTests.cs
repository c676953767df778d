using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

public sealed class ConfigurationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("service.conf", "[DEFAULT]\ntransport_url = URL\ncontrol_exchange = nova\n")]
    [InlineData("appsettings.json", "{\"Amqp1\": {\"TransportUrl\": \"URL\", \"ControlExchange\": \"nova\"}}")]
    public async Task The_bus_is_that_of_a_file(string name, string content)
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var target = new Target { Exchange = "nova", Topic = "compute" };
        await using var stub = await router.ServeAsync(target, service => service.On("build", _ => "nova"), Cancel);
        using var files = new TestFiles();
        var file = files.Write(name, content.Replace("URL", router.TransportUrl, StringComparison.Ordinal));

        (await CliProcess.RunAsync("call", "compute", "build", "-c", file)).ShouldBe(new CliResult(0, "\"nova\"" + Environment.NewLine, ""));
    }

    [Fact]
    public async Task The_command_line_overrides_the_environment_and_that_overrides_files()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var target = new Target { Exchange = "line", Topic = "compute" };
        await using var stub = await router.ServeAsync(target, service => service.On("build", _ => 1), Cancel);
        using var files = new TestFiles();
        var file = files.Write("appsettings.json", "{\"Amqp1\": {\"TransportUrl\": \"amqp://127.0.0.1:1\", \"ControlExchange\": \"file\"}}");
        var environment = new Dictionary<string, string> { ["Amqp1__TransportUrl"] = router.TransportUrl, ["Amqp1__ControlExchange"] = "environment" };

        await using var tool = CliProcess.Start(environment, "call", "compute", "build", "-c", file, "-o", "ControlExchange=line");

        (await tool.EndAsync()).Output.Trim().ShouldBe("1");
    }

    [Fact]
    public async Task Notifications_go_to_their_own_url()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var probe = await router.ListenAsync("notifications", Cancel);
        using var files = new TestFiles();
        var file = files.Write("service.conf", $"[DEFAULT]\ntransport_url = amqp://127.0.0.1:1\n[oslo_messaging_notifications]\ntransport_url = {router.TransportUrl}\ndriver = noop\n");

        (await CliProcess.RunAsync("notify", "test.event", "-c", file)).ExitCode.ShouldBe(0);

        (await probe.NextAsync("test.event", Cancel)).EventType.ShouldBe("test.event");
    }
}
