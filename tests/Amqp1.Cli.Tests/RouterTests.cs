using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Amqp1.Cli.Tests;

public sealed class RouterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task The_router_serves_until_it_is_stopped(string signal)
    {
        await using var router = CliProcess.Start("router", "--port", "0");
        var url = (await router.ReadLineAsync()).ShouldStartWithAndSkip("Listening at ");
        using var files = new TestFiles();
        await using var stub = CliProcess.Start("serve", files.Write("stub.json", "{\"topic\": \"t\", \"methods\": {\"m\": {\"result\": 7}}}"), "-u", url);

        (await CliProcess.RunAsync("call", "t", "m", "-u", url)).Output.Trim().ShouldBe("7");
        (await stub.StopAsync(signal)).ExitCode.ShouldBe(0);
        (await router.StopAsync(signal)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_broker_with_a_store_has_its_messages_again_after_a_restart()
    {
        using var files = new TestFiles();
        var store = Path.Combine(Path.GetDirectoryName(files.Write("beside"))!, "messages.db");
        await using (var first = CliProcess.Start("broker", "--port", "0", "--store", store))
        {
            var url = (await first.ReadLineAsync()).ShouldStartWithAndSkip("Listening at ");
            (await CliProcess.RunAsync("notify", "test.kept", "-u", url)).ExitCode.ShouldBe(0);
            (await first.StopAsync("TERM")).ExitCode.ShouldBe(0);
        }

        await using var second = CliProcess.Start("broker", "--port", "0", "--store", store);
        var again = (await second.ReadLineAsync()).ShouldStartWithAndSkip("Listening at ");

        (await CliProcess.RunAsync("listen", "--count", "1", "-u", again)).Output.ShouldContain("test.kept");
    }

    [Fact]
    public async Task Users_of_the_file_are_asked_for_their_passwords()
    {
        using var files = new TestFiles();
        var users = files.Write("users", "# users\nme:s3cret:2\n\n");
        await using var router = CliProcess.Start("router", "--port", "0", "--users-file", users, "--json");
        var port = JsonElement.Parse(await router.ReadLineAsync()).GetProperty("port").GetInt32();

        var known = await CliProcess.RunAsync("ping", "nobody", "--timeout", "200ms", "-u", $"amqp://me:s3cret%3A2@127.0.0.1:{port}");
        var unknown = await CliProcess.RunAsync("ping", "nobody", "--timeout", "200ms", "-u", $"amqp://me:wrong@127.0.0.1:{port}");
        var anonymous = await CliProcess.RunAsync("ping", "nobody", "--timeout", "200ms", "-u", $"amqp://127.0.0.1:{port}");

        known.ExitCode.ShouldBe(4);
        unknown.ExitCode.ShouldBe(3);
        anonymous.ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task A_port_in_use_is_exit_code_1()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var result = await CliProcess.RunAsync("router", "--port", $"{port}");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($"Cannot listen on 127.0.0.1:{port}");
    }

    [Fact]
    public async Task Systemd_is_told_of_the_start_of_life_and_of_the_end()
    {
        var path = Path.Combine(Path.GetTempPath(), $"amqp1-{Guid.NewGuid():N}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        try
        {
            var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path, ["WATCHDOG_USEC"] = "100000" };
            await using var router = CliProcess.Start(environment, "router", "--port", "0");

            var seen = new HashSet<string>();
            while (!(seen.Contains("READY=1") && seen.Contains("WATCHDOG=1")))
            {
                seen.Add(await ReceiveAsync(socket));
            }

            var stop = router.StopAsync("TERM");
            while (!seen.Contains("STOPPING=1"))
            {
                seen.Add(await ReceiveAsync(socket));
            }

            (await stop).ExitCode.ShouldBe(0);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("--address", "a.b")]
    [InlineData("--address", "a.b=somewhere")]
    [InlineData("--port", "70000")]
    [InlineData("--users-file", "/nowhere")]
    [InlineData("--tls-cert", "/nowhere")]
    [InlineData("--tls-key", "/nowhere")]
    public async Task An_option_that_cannot_be_used_is_exit_code_2(string option, string value) =>
        (await CliProcess.RunAsync("router", option, value)).ExitCode.ShouldBe(2);

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[256];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }
}
