using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Cli.Tests;

/// <summary>The commands for operators on the qpidd that AMQP1_TEST_BROKER names.</summary>
public sealed class QpidTests
{
    private const string Variable = "AMQP1_TEST_BROKER";
    private readonly string _topic = $"cli-{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stored_notifications_are_seen_moved_replayed_and_purged()
    {
        var url = await RequireAsync();
        var queue = $"unicast.openstack.{_topic}.info";
        var dead = $"{_topic}-dead";
        await NotifyAsync(url, "first", "second", "third");

        (await RunAsync(url, "list", "--json")).Json.EnumerateArray().Single(row => row.GetProperty("name").GetString() == queue).GetProperty("depth").GetInt64().ShouldBe(3);
        var peeked = (await RunAsync(url, "peek", queue, "--count", "2", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToArray();
        peeked.Length.ShouldBe(2);
        peeked[1].GetProperty("to").GetString().ShouldBe(queue);
        peeked[1].GetProperty("body").GetRawText().ShouldContain("second");
        (await AddressAsync(url, queue)).GetProperty("waiting").GetInt64().ShouldBe(3);

        var refused = await RunAsync(url, "move", queue, dead);
        (await RunAsync(url, "create", dead)).ExitCode.ShouldBe(0);
        (await RunAsync(url, "move", queue, dead, "--count", "2")).Output.Trim().ShouldBe($"Moved 2 messages from {queue} to {dead}.");
        (await RunAsync(url, "replay", dead, "--json")).Output.Trim().ShouldBe($"{{\"{queue}\":2}}");
        (await RunAsync(url, "purge", queue, "--yes")).Output.Trim().ShouldBe($"Dropped 3 messages of {queue}.");

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain($"There is no queue {dead}.");
        (await RunAsync(url, "list", "--json")).Json.EnumerateArray().Single(row => row.GetProperty("name").GetString() == dead).GetProperty("depth").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Top_shows_a_server_and_its_connection()
    {
        var url = await RequireAsync();
        await using var transport = MessagingTransport.Create(url);
        transport.Start();
        await using var server = transport.CreateRpcServer(new Target { Topic = _topic, Server = "one" });
        server.Start();
        await server.WaitUntilListeningAsync(Cancel);

        var text = await CliProcess.RunAsync("top", "--limit", "1000", "-u", url);

        text.ExitCode.ShouldBe(0, text.Error);
        text.Output.ShouldStartWith("qpidd 1.");
        text.Output.ShouldMatch($@"unicast\.openstack\.{_topic} +queue +1 +- +- +0 +0 +0 ");
        text.Output.ShouldMatch($@"exclusive\.openstack\.{_topic}\.one +queue +1 ");
        text.Output.ShouldMatch($@"broadcast\.openstack\.{_topic}\.all +topic exchange +1 ");
        text.Output.ShouldMatch(@"openstack\.org/om/container/\S+ +qpid\.\S+ +127\.0\.0\.1:\d+ +\S+ +[1-9]");
    }

    [Fact]
    public async Task Check_finds_no_mistake()
    {
        var url = await RequireAsync();

        var result = await CliProcess.RunAsync("check", url, "--json");

        result.ExitCode.ShouldBe(0, result.Output);
        result.Output.ShouldContain("qpid-cpp");
    }

    private static Task<CliResult> RunAsync(string url, params string[] args) => CliProcess.RunAsync(["queues", .. args, "-u", url]);

    private static async Task<JsonElement> AddressAsync(string url, string name)
    {
        var top = await CliProcess.RunAsync("top", "--json", "-u", url);
        top.ExitCode.ShouldBe(0, top.Error);
        return top.Json.GetProperty("addresses").EnumerateArray().Single(address => address.GetProperty("name").GetString() == name);
    }

    /// <summary>Returns the URL of the broker. The test is skipped without one, and with one that is not qpidd.</summary>
    private static async Task<string> RequireAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } url)
        {
            Assert.Skip($"{Variable} names no broker.");
            throw new InvalidOperationException("The test was not skipped.");
        }

        await using var transport = MessagingTransport.Create(url);
        transport.Start();
        await transport.WaitForConnectionAsync(Cancel);
        Assert.SkipUnless(transport.Status.Product == "qpid-cpp", $"{Variable} names another broker than qpidd.");
        return url;
    }

    private async Task NotifyAsync(string url, params string[] payloads)
    {
        await using var transport = MessagingTransport.Create(url);
        transport.Start();
        var notifier = transport.CreateNotifier("test", [_topic]);
        foreach (var payload in payloads)
        {
            await notifier.NotifyAsync(NotificationPriority.Info, "test.event", payload, cancel: Cancel);
        }
    }
}
