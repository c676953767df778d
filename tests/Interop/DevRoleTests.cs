using System.Globalization;
using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests;

/// <summary>Tests that a Python service and a .NET program find each other on what <c>amqp1 dev</c> has started and written, in each role.</summary>
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
        tool.Exited.IsCompleted.ShouldBeFalse(tool.Errors);
        var urls = (await File.ReadAllLinesAsync(ini, Cancel)).Where(line => line.StartsWith("transport_url = ", StringComparison.Ordinal)).Select(line => line["transport_url = ".Length..]).ToArray();

        // One bus for both is written once.
        urls.Length.ShouldBe(role is "qdr" or "qpid" ? 1 : 2);
        await using var rpc = MessagingTransport.Create(urls[0]);
        await using var notifications = MessagingTransport.Create(urls[^1]);
        rpc.Start();
        notifications.Start();
        await using var audit = await AuditListener.StartAsync(notifications, "notifications", Cancel);
        await using var python = await PythonPeer.StartReadyAsync("dev_service.py", Cancel, ini);

        var built = await rpc.CreateRpcClient(new Target { Topic = "dev" }).CallAsync<JsonElement>("build", new { name = "web-1" }, Cancel);

        built.GetProperty("built").GetString().ShouldBe("web-1");
        var notification = await audit.NextAsync(Cancel);
        (notification.PublisherId, notification.EventType).ShouldBe(("dev.python", "dev.build.end"));
    }
}
