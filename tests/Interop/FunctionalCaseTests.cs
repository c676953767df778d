using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of the cases of the functional tests of oslo.messaging.</summary>
public abstract class FunctionalCaseTests(InteropFixture fixture) : InteropTest(fixture)
{
    private static readonly string[] Exchanges = ["red", "blue"];

    [Fact]
    [Trait("Functional", "3")]
    public async Task From_python_calls_and_casts_stay_in_their_exchange()
    {
        var transport = await Fixture.ServersAsync(Cancel);
        var client = await Fixture.PythonClientAsync(Cancel);
        var services = Exchanges.Select(exchange => new ComputeService(transport, TopicIn(exchange, "from"), "same", exchange)).ToArray();
        await Task.WhenAll(services.Select(service => service.StartAsync(Cancel)));

        foreach (var exchange in Exchanges)
        {
            var topic = TopicIn(exchange, "from");
            Value(await client.AskAsync(new { command = "call", exchange, topic, method = "hit", args = new { data = exchange } }, Cancel));
            Value(await client.AskAsync(new { command = "cast", exchange, topic, server = "same", method = "hit", args = new { data = exchange } }, Cancel));
        }

        for (var i = 0; i < Exchanges.Length; i++)
        {
            await services[i].HitAsync(Exchanges[i], Cancel);
            await services[i].HitAsync(Exchanges[i], Cancel);
            services[i].Requests.All.Count.ShouldBe(2);
            await services[i].StopAsync();
        }
    }

    [Fact]
    [Trait("Functional", "3")]
    public async Task To_python_calls_and_casts_stay_in_their_exchange()
    {
        var servers = await Task.WhenAll(Exchanges.Select(exchange =>
            Fixture.PythonAsync("rpc_server.py", Cancel, "--exchange", exchange, "--topic", TopicIn(exchange, "to"), "--server", "same")));
        var transport = await Fixture.ClientsAsync(Cancel);

        foreach (var exchange in Exchanges)
        {
            var client = transport.CreateRpcClient(new Target { Exchange = exchange, Topic = TopicIn(exchange, "to") });
            (await client.CallAsync<string>("echo", new { data = exchange }, Cancel)).ShouldBe(exchange);
            await client.Prepare(server: "same").CastAsync("hit", new { data = exchange }, Cancel);
        }

        for (var i = 0; i < Exchanges.Length; i++)
        {
            await servers[i].NextAsync(occurred => IsRequest(occurred, "echo", Exchanges[i]), Cancel);
            await servers[i].NextAsync(occurred => IsRequest(occurred, "hit", Exchanges[i]), Cancel);
            (await CountAsync(servers[i])).ShouldBe(2);
        }
    }

    [Fact]
    [Trait("Functional", "6")]
    public async Task From_python_a_call_that_times_out_leaves_the_calls_beside_it_alone()
    {
        var (_, client) = await CallsFromPythonAsync();

        var tooLong = client.AskAsync(new { command = "call", server = "c1", method = "wait_for_token", timeout = 1 }, Cancel);
        for (var n = 0; n < 10; n++)
        {
            Value(await client.AskAsync(new { command = "call", server = "c1", method = "echo", args = new { data = n } }, Cancel)).GetInt32().ShouldBe(n);
        }

        Text(Error(await tooLong), "type").ShouldBe("MessagingTimeout");
        Value(await client.AskAsync(new { command = "call", server = "c1", method = "echo", args = new { data = 10 } }, Cancel)).GetInt32().ShouldBe(10);
    }

    [Fact]
    [Trait("Functional", "6")]
    public async Task To_python_a_call_that_times_out_leaves_the_calls_beside_it_alone()
    {
        var (_, client) = await CallsToPythonAsync();
        var one = client.Prepare(server: "s1");

        var tooLong = one.Prepare(timeout: TimeSpan.FromSeconds(1)).CallAsync("sleep", new { seconds = 2 }, Cancel);
        for (var n = 0; n < 10; n++)
        {
            (await one.CallAsync<int>("echo", new { data = n }, Cancel)).ShouldBe(n);
        }

        await Should.ThrowAsync<MessagingTimeoutException>(() => tooLong);
        (await one.CallAsync<int>("echo", new { data = 10 }, Cancel)).ShouldBe(10);
    }

    [Fact]
    [Trait("Functional", "15")]
    [Trait("Functional", "17")]
    public async Task From_python_a_notification_goes_to_each_topic_of_its_notifier_and_to_no_other()
    {
        var topics = Topics("from");
        var transport = await Fixture.ServersAsync(Cancel);
        await using var first = await AuditListener.StartAsync(transport, topics[0], Cancel);
        await using var second = await AuditListener.StartAsync(transport, topics[1], Cancel);
        await using var both = await Fixture.PythonAsync("notifier.py", Cancel, "--topic", topics[0], "--topic", topics[1], "--publisher-id", "both");
        await using var single = await Fixture.PythonAsync("notifier.py", Cancel, "--topic", topics[1], "--publisher-id", "single");

        foreach (var (notifier, sent) in new[] { (both, 2), (single, 1) })
        {
            var result = await notifier.AskAsync(new { command = "notify", event_type = "e", payload = new { id = sent } }, Cancel);
            result.GetProperty("sent").GetInt32().ShouldBe(sent, result.ToString());
        }

        (await first.NextAsync(Cancel)).PublisherId.ShouldBe("both");
        string[] publishers = [(await second.NextAsync(Cancel)).PublisherId, (await second.NextAsync(Cancel)).PublisherId];
        publishers.ShouldBe(["both", "single"], ignoreOrder: true);
        first.Notifications.All.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Functional", "15")]
    [Trait("Functional", "17")]
    public async Task To_python_a_notification_goes_to_each_topic_of_its_notifier_and_to_no_other()
    {
        var topics = Topics("to");
        await using var first = await Fixture.PythonAsync("notify_listener.py", Cancel, "--topic", topics[0]);
        await using var second = await Fixture.PythonAsync("notify_listener.py", Cancel, "--topic", topics[1]);
        var transport = await Fixture.ClientsAsync(Cancel);

        await transport.CreateNotifier("both", topics).InfoAsync("e", new { id = 1 }, cancel: Cancel);
        await transport.CreateNotifier("single", topics[1]).InfoAsync("e", new { id = 2 }, cancel: Cancel);
        await transport.CreateNotifier("last", topics[0]).InfoAsync("e", new { id = 3 }, cancel: Cancel);

        string[] atFirst = [await PublisherAsync(first), await PublisherAsync(first)];
        string[] atSecond = [await PublisherAsync(second), await PublisherAsync(second)];
        atFirst.ShouldBe(["both", "last"], ignoreOrder: true);
        atSecond.ShouldBe(["both", "single"], ignoreOrder: true);
    }

    [Fact]
    [Trait("Functional", "16")]
    public async Task From_python_each_notification_goes_to_one_of_the_listeners_of_its_topic()
    {
        const int Count = 10;
        var topic = Fixture.NewTopic("shared-from");
        await using var first = await AuditListener.StartAsync(await Fixture.ServersAsync(Cancel), topic, Cancel);
        await using var second = await AuditListener.StartAsync(await Fixture.ClientsAsync(Cancel), topic, Cancel);
        await using var notifier = await Fixture.PythonAsync("notifier.py", Cancel, "--topic", topic, "--publisher-id", "p");

        for (var n = 0; n < Count; n++)
        {
            var result = await notifier.AskAsync(new { command = "notify", event_type = "e", payload = new { id = n } }, Cancel);
            result.GetProperty("sent").GetInt32().ShouldBe(1, result.ToString());
        }

        for (var n = 0; n < Count; n++)
        {
            var id = n;
            var arrived = await Task.WhenAny(new[] { first, second }.Select(listener =>
                listener.Notifications.TakeAsync(notification => notification.Payload.GetProperty("id").GetInt32() == id))).WaitAsync(Limits.Signal, Cancel);
            await arrived;
        }

        (first.Notifications.All.Count + second.Notifications.All.Count).ShouldBe(Count);
    }

    private static async Task<string> PublisherAsync(PythonPeer listener) => Text(await listener.NextAsync("notification", Cancel), "publisher_id");

    /// <summary>
    /// Returns the topic of the servers in an exchange. It is the same for all exchanges, but for RabbitMQ, where oslo.messaging names the queue
    /// after the topic alone, so that servers of one topic share their requests whatever their exchanges are.
    /// </summary>
    private string TopicIn(string exchange, string direction) =>
        Fixture.NewTopic(Fixture.Intermediary.UsesAmqp1Format ? $"exchanges-{direction}" : $"exchange-{exchange}-{direction}");

    private string[] Topics(string direction) => [Fixture.NewTopic($"first-{direction}"), Fixture.NewTopic($"second-{direction}")];
}
