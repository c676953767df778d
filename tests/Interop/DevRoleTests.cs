using System.Globalization;
using System.Text.Json;
using Amqp1.Embedded;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests;

/// <summary>Tests that a Python service, a .NET program and ComputeService find each other on what <c>amqp1 dev</c> has started and written, in each role.</summary>
public sealed class DevRoleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("qdr")]
    [InlineData("qpid")]
    [InlineData("qpid-dual")]
    public async Task A_role_that_the_tool_starts_serves_both(string role)
    {
        await PeerRequirements.RequirePythonAsync();
        var ports = FreePorts.Find(2);

        await CheckAsync(role, ports[0], ports[1], "stack", "s@cret:1");
    }

    [Fact]
    public async Task The_hybrid_uses_a_RabbitMQ_that_exists_for_notifications()
    {
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V43, Cancel);
        var port = int.Parse(broker.Host.Split(':')[1], CultureInfo.InvariantCulture);

        await CheckAsync("qpid-hybrid", FreePorts.Find(1)[0], port, broker.Settings.Admin.Name, broker.Settings.Admin.Password);
    }

    [Fact]
    public async Task External_uses_a_router_and_a_RabbitMQ_that_exist()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var router = await EmbeddedRouter.StartAsync(new EmbeddedRouterOptions(), Cancel);

        await CheckExternalAsync(new Uri(router.TransportUrl).Port);
    }

    [Fact]
    public async Task External_uses_the_router_that_the_environment_names_and_a_RabbitMQ() =>
        await CheckExternalAsync(new Uri(Intermediaries.RequireRouter()).Port);

    /// <summary>One user name and password serves both. The router of the tests has no users, so that RabbitMQ has its default user.</summary>
    private static async Task CheckExternalAsync(int port)
    {
        var guest = new RabbitUser("guest") { Password = "guest", Tags = ["administrator"] };
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V43, Cancel, new RabbitSettings { Admin = guest });

        await CheckAsync("external", port, int.Parse(broker.Host.Split(':')[1], CultureInfo.InvariantCulture), "", "");
    }

    private static async Task CheckAsync(string role, int port, int notifyPort, string user, string password)
    {
        using var files = new TestFiles();
        var ini = files.Write("messaging.conf");
        var isWritten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var tool = ChildProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "amqp1.dll"), "dev", "--service", role, "--write", ini],
            line =>
            {
                if (line.StartsWith("[DEFAULT]", StringComparison.Ordinal))
                {
                    isWritten.TrySetResult();
                }
            },
            new Dictionary<string, string>
            {
                ["AMQP1_DEFAULT_PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["AMQP1_NOTIFY_PORT"] = notifyPort.ToString(CultureInfo.InvariantCulture),
                ["AMQP1_USERNAME"] = user,
                ["AMQP1_PASSWORD"] = password,
            });
        await Task.WhenAny(isWritten.Task, tool.Exited).WaitAsync(Limits.BrokerStart, Cancel);

        // What exists has not to be kept, so that the tool ends.
        (role == "external" || !tool.Exited.IsCompleted).ShouldBeTrue(tool.Errors);
        isWritten.Task.IsCompleted.ShouldBeTrue(tool.Errors);
        var urls = (await File.ReadAllLinesAsync(ini, Cancel)).Where(line => line.StartsWith("transport_url = ", StringComparison.Ordinal)).Select(line => line["transport_url = ".Length..]).ToArray();

        // One bus for both is written once.
        urls.Length.ShouldBe(role is "qdr" or "qpid" ? 1 : 2);
        new Uri(urls[^1]).Scheme.ShouldBe(role is "qpid-hybrid" or "external" ? "rabbit" : "amqp");
        await using var python = await PythonPeer.StartReadyAsync("dev_service.py", Cancel, ini);
        await using var rpc = MessagingTransport.Create(urls[0]);
        rpc.Start();
        await CheckLibraryAsync(rpc, urls[^1]);
        await CheckServiceAsync(rpc, urls[0], urls[^1]);
    }

    private static async Task CheckLibraryAsync(MessagingTransport rpc, string notifyUrl)
    {
        await using var notifications = MessagingTransport.Create(notifyUrl);
        notifications.Start();
        await using var audit = await AuditListener.StartAsync(notifications, "notifications", Cancel);

        var built = await BuildAsync(rpc, "web-1");

        built.ShouldBe("web-1");
        var notification = await audit.NextAsync(Cancel);
        (notification.PublisherId, notification.EventType).ShouldBe(("dev.python", "dev.build.end"));
    }

    /// <summary>ComputeService calls itself over HTTP, is called by Python, and receives the notifications of Python.</summary>
    private static async Task CheckServiceAsync(MessagingTransport rpc, string rpcUrl, string notifyUrl)
    {
        await using var service = await ComputeProgram.StartAsync(rpcUrl, notifyUrl, Cancel);

        (await service.HealthAsync(Cancel)).ShouldBe("Healthy");
        (await service.BuildAsync("vm-1", Cancel)).GetProperty("state").GetString().ShouldBe("active");
        (await ComputeProgram.CallFromPythonAsync(rpcUrl, "vm-2", Cancel)).ShouldContain("\"state\": \"active\"");
        (await BuildAsync(rpc, "web-2")).ShouldBe("web-2");
        (await service.AuditAsync(entry => entry.GetProperty("event_type").ValueEquals("dev.build.end"), Cancel)).GetProperty("publisher_id").GetString().ShouldBe("dev.python");
    }

    private static async Task<string?> BuildAsync(MessagingTransport rpc, string name) =>
        (await rpc.CreateRpcClient(new Target { Topic = "dev" }).CallAsync<JsonElement>("build", new { name }, Cancel)).GetProperty("built").GetString();
}
