using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

public sealed class DevTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("qdr", "router started", "router started", true)]
    [InlineData("qpid", "broker started", "broker started", true)]
    [InlineData("qpid-dual", "router started", "broker started", false)]
    public async Task A_service_starts_what_it_means_and_writes_settings_that_work(string service, string rpc, string notifications, bool isShared)
    {
        using var files = new TestFiles();
        var ini = Path.Combine(Path.GetDirectoryName(files.Write("local.conf", "[[local|localrc]]", $"AMQP1_SERVICE={service}", "AMQP1_USERNAME=stack", "AMQP1_PASSWORD='s3cret'"))!, "messaging.conf");
        var (port, notifyPort) = (FreePort(), FreePort());
        var environment = new Dictionary<string, string>
        {
            ["AMQP1_SERVICE"] = "external", ["AMQP1_DEFAULT_PORT"] = port.ToString(CultureInfo.InvariantCulture), ["AMQP1_NOTIFY_PORT"] = notifyPort.ToString(CultureInfo.InvariantCulture),
        };
        await using var dev = CliProcess.Start(environment, "dev", "--local-conf", Path.Combine(Path.GetDirectoryName(ini)!, "local.conf"), "--write", ini, "--json");

        var started = JsonElement.Parse(await dev.ReadLineAsync());

        started.GetProperty("rpc").GetString().ShouldBe(rpc);
        started.GetProperty("notifications").GetString().ShouldBe(notifications);
        started.GetProperty("rpc_url").GetString().ShouldBe($"amqp://stack:***@127.0.0.1:{port}/");
        started.GetProperty("notifications_url").GetString().ShouldBe($"amqp://stack:***@127.0.0.1:{(isShared ? port : notifyPort)}/");
        started.GetProperty("ini").GetString()!.ShouldNotContain("s3cret");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(ini).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var stub = CliProcess.Start("serve", files.Write("stub.json", "{\"topic\": \"t\", \"methods\": {\"m\": {\"result\": 7}}}"), "-c", ini);
        (await CliProcess.RunAsync("call", "t", "m", "-c", ini)).Output.Trim().ShouldBe("7");
        await using var listener = CliProcess.Start("listen", "--count", "1", "-c", ini);
        (await CliProcess.RunAsync("notify", "test.event", "-c", ini)).ExitCode.ShouldBe(0);
        (await listener.EndAsync()).Output.ShouldContain("test.event");
        (await dev.StopAsync("TERM")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task An_external_service_is_connected_to_and_shown()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var port = router.TransportUrl[(router.TransportUrl.LastIndexOf(':') + 1)..];
        await using var dev = CliProcess.Start(new Dictionary<string, string> { ["AMQP1_DEFAULT_PORT"] = port }, "dev", "--service", "external");

        var result = await dev.EndAsync();

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("connected to");
        result.Output.ShouldContain($"transport_url = amqp://127.0.0.1:{port}/");
        result.Output.ShouldContain("driver = messagingv2");
    }

    [Fact]
    public async Task A_hybrid_service_without_its_RabbitMQ_is_exit_code_3()
    {
        var environment = new Dictionary<string, string> { ["AMQP1_DEFAULT_PORT"] = $"{FreePort()}", ["AMQP1_NOTIFY_PORT"] = "1" };
        await using var dev = CliProcess.Start(environment, "dev", "--service", "qpid-hybrid");

        var result = await dev.EndAsync();

        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("rabbit://127.0.0.1:1");
    }

    [Theory]
    [InlineData("AMQP1_SERVICE", "rabbit", "qpid-hybrid")]
    [InlineData("AMQP1_DEFAULT_PORT", "many", "AMQP1_DEFAULT_PORT")]
    public async Task A_value_that_cannot_be_used_is_exit_code_2(string name, string value, string message)
    {
        await using var dev = CliProcess.Start(new Dictionary<string, string> { [name] = value }, "dev");

        var result = await dev.EndAsync();

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
