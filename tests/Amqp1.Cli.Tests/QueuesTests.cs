using System.Text.Json;
using Amqp1.Embedded;
using Amqp1.Notifications;

namespace Amqp1.Cli.Tests;

public sealed class QueuesTests
{
    private const string Dead = "dead-letters";
    private const string Info = "openstack.org/om/notify/anycast/openstack/notifications.info";
    private const string Error = "openstack.org/om/notify/anycast/openstack/notifications.error";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dead_letters_are_looked_at_and_go_back_to_their_queues_in_order()
    {
        await using var broker = await StartAsync();
        await NotifyAsync(broker, NotificationPriority.Info, "first");
        await NotifyAsync(broker, NotificationPriority.Info, "second");
        await NotifyAsync(broker, NotificationPriority.Error, "third");
        foreach (var queue in (string[])[Dead, Info, Error])
        {
            (await RunAsync(broker, "create", queue)).Output.Trim().ShouldBe($"Created {queue}.");
        }

        (await RunAsync(broker, "move", Info, Dead, "--json")).Json.GetProperty("moved").GetInt64().ShouldBe(2);
        (await RunAsync(broker, "move", Error, Dead, "--count", "5")).Output.Trim().ShouldBe($"Moved 1 messages from {Error} to {Dead}.");
        (await DepthsAsync(broker)).ShouldBe(new Dictionary<string, long> { [Dead] = 3, [Info] = 0, [Error] = 0 }, ignoreOrder: true);

        var peeked = (await RunAsync(broker, "peek", Dead, "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToArray();
        peeked.Select(message => message.GetProperty("to").GetString()).ShouldBe([Info, Info, Error]);
        peeked[0].GetProperty("body").GetRawText().ShouldContain("first");
        (await RunAsync(broker, "peek", Dead, "--count", "1")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem().ShouldContain($"to {Info} ");

        var replayed = await RunAsync(broker, "replay", "--json");
        replayed.ExitCode.ShouldBe(0);
        replayed.Output.Trim().ShouldBe($"{{\"{Info}\":2,\"{Error}\":1}}");
        (await DepthsAsync(broker)).ShouldBe(new Dictionary<string, long> { [Dead] = 0, [Info] = 2, [Error] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_any_more_is_created_by_a_replay_that_is_asked_to()
    {
        await using var broker = await StartAsync();
        await NotifyAsync(broker, NotificationPriority.Info, "first");
        (await RunAsync(broker, "create", Dead)).ExitCode.ShouldBe(0);
        (await RunAsync(broker, "move", Info, Dead)).ExitCode.ShouldBe(0);

        var refused = await RunAsync(broker, "replay");
        var replayed = await RunAsync(broker, "replay", "--create");

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain($"The queue {Info}, to which the oldest message was sent, does not exist any more. Add --create");
        replayed.Output.Trim().ShouldBe($"Moved 1 messages to {Info}.");
        (await DepthsAsync(broker)).ShouldBe(new Dictionary<string, long> { [Dead] = 0, [Info] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_queue_is_purged_only_after_it_was_confirmed()
    {
        await using var broker = await StartAsync();
        await NotifyAsync(broker, NotificationPriority.Info, "first");

        var asked = await RunAsync(broker, "purge", Info);
        var confirmed = await RunAsync(broker, "purge", Info, "--yes");

        asked.ExitCode.ShouldBe(2);
        asked.Error.ShouldContain($"1 messages of {Info} would be dropped");
        confirmed.Output.Trim().ShouldBe($"Dropped 1 messages of {Info}.");
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_exit_code_1()
    {
        await using var broker = await StartAsync();

        foreach (var args in (string[][])[["peek", "nowhere"], ["purge", "nowhere", "--yes"], ["purge", "nowhere"], ["move", "nowhere", "elsewhere"], ["replay", "nowhere"]])
        {
            (await RunAsync(broker, args)).ExitCode.ShouldBe(1, string.Join(' ', args));
        }

        (await RunAsync(broker, "replay", "nowhere")).Error.ShouldContain("There is no queue nowhere. 'amqp1 queues list' shows those that exist.");
    }

    [Fact]
    public async Task A_letter_of_a_dead_letter_topic_has_no_other_address_to_which_it_could_go_back()
    {
        await using var broker = await StartAsync();
        await NotifyAsync(broker, NotificationPriority.Info, "first");

        var result = await RunAsync(broker, "replay", Info);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("1 messages remain");
        result.Error.ShouldContain($"'amqp1 queues move {Info} QUEUE'");
    }

    [Fact]
    public async Task The_list_is_a_table_with_depths()
    {
        await using var broker = await StartAsync();
        await NotifyAsync(broker, NotificationPriority.Info, "first");

        (await RunAsync(broker, "list")).Output.ShouldMatch($@"{Info} +1 +\w+ +0 +1 +0 +0 +0 +0");
    }

    private static Task<EmbeddedRouter> StartAsync() => EmbeddedRouter.StartAsync(new EmbeddedRouterOptions().UsePreset(EmbeddedPreset.Dual), Cancel);

    private static Task<CliResult> RunAsync(EmbeddedRouter broker, params string[] args) => CliProcess.RunAsync(["queues", .. args, "-u", broker.TransportUrl]);

    private static async Task NotifyAsync(EmbeddedRouter broker, NotificationPriority priority, string payload)
    {
        await using var transport = MessagingTransport.Create(broker.TransportUrl);
        transport.Start();
        await transport.CreateNotifier("test").NotifyAsync(priority, "test.event", payload, cancel: Cancel);
    }

    private static async Task<Dictionary<string, long>> DepthsAsync(EmbeddedRouter broker) => (await RunAsync(broker, "list", "--json")).Json.EnumerateArray()
        .ToDictionary(queue => queue.GetProperty("name").GetString()!, queue => queue.GetProperty("depth").GetInt64());
}
