using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Tests between Python peers through RabbitMQ, with every pair of releases. The tests of our own dialect rely on their results. The
/// subclasses name the brokers.
/// </summary>
public abstract class RabbitPeersTests(RabbitFixture fixture)
{
    public static TheoryData<string, string> Pairs { get; } = new(
        from client in OsloRelease.Covered
        from server in OsloRelease.Covered
        select (client.Version, server.Version));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_call_is_answered_and_casts_and_fanouts_are_served(string client, string server)
    {
        var topic = fixture.NewTopic($"peers-{server}");
        var serving = await fixture.SharedPythonAsync(OsloRelease.Of(server), "rpc_server.py", Cancel, "--topic", topic, "--server", "s1");
        var calling = await fixture.SharedPythonAsync(OsloRelease.Of(client), "rpc_client.py", Cancel, "--topic", "unused", "--timeout", "40");
        var mark = Guid.NewGuid().ToString();

        var answered = await calling.AskAsync(new { command = "call", topic, method = "echo", args = new { data = mark } }, Cancel);
        var direct = await calling.AskAsync(new { command = "call", topic, server = "s1", method = "echo", args = new { data = mark } }, Cancel);
        var failed = await calling.AskAsync(new { command = "call", topic, method = "fail", args = new { kind = "ValueError", message = mark } }, Cancel);
        await calling.AskAsync(new { command = "cast", topic, server = "s1", method = "hit", args = new { data = mark } }, Cancel);
        await calling.AskAsync(new { command = "fanout", topic, method = "hit", args = new { data = mark } }, Cancel);

        Value(answered).GetString().ShouldBe(mark);
        Value(direct).GetString().ShouldBe(mark);
        failed.GetProperty("error").GetProperty("type").GetString().ShouldBe("ValueError");
        for (var hit = 0; hit < 2; hit++)
        {
            await serving.NextAsync(occurred => IsHit(occurred, mark), Cancel);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_notification_is_stored_and_reaches_its_listener(string sender, string receiver)
    {
        var topic = fixture.NewTopic($"notify-{sender}-{receiver}");
        var notifier = await fixture.PythonAsync(OsloRelease.Of(sender), "notifier.py", Cancel, "--topic", topic, "--publisher-id", "p");
        await using var ends = notifier;

        var sent = await notifier.AskAsync(new { command = "notify", event_type = "compute.create", payload = new { id = 5 } }, Cancel);
        await using var listener = await fixture.PythonAsync(OsloRelease.Of(receiver), "notify_listener.py", Cancel, "--topic", topic, "--requeue", "1");

        sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        foreach (var result in new[] { "requeue", "handled" })
        {
            var received = await listener.NextAsync("notification", Cancel);
            received.GetProperty("event_type").GetString().ShouldBe("compute.create");
            received.GetProperty("payload").GetProperty("id").GetInt32().ShouldBe(5);
            received.GetProperty("result").GetString().ShouldBe(result);
        }
    }

    private static JsonElement Value(JsonElement result)
    {
        result.GetProperty("ok").GetBoolean().ShouldBeTrue(result.ToString());
        return result.GetProperty("value");
    }

    private static bool IsHit(JsonElement occurred, string mark) =>
        occurred.GetProperty("event").ValueEquals("request")
        && occurred.GetProperty("method").ValueEquals("hit")
        && occurred.GetProperty("args").GetProperty("data").ValueEquals(mark);
}
