using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Amqp1.Notifications;
using Amqp1.Rpc;
using static Amqp1.Interop.Tests.Rabbit.Envelopes;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Tests of the rabbit dialect with a peer that publishes and reads messages without a driver, for messages that Python sends rarely or
/// never. The subclasses name the brokers.
/// </summary>
public abstract class RabbitWireTests(RabbitFixture fixture) : RabbitTests
{
    private const string Exchange = "openstack";

    /// <summary>Bodies that are not a request, with their content type.</summary>
    public static TheoryData<string, string?> MalformedRequests { get; } = new()
    {
        { "this is not JSON", "application/json" },
        { """{"oslo.version": "2.0", "oslo.message": "{\"method\": "}""", "application/json" },
        { """{"oslo.version": "9.0", "oslo.message": "{}"}""", "application/json" },
        { """{"oslo.version": "2.0", "oslo.message": "{\"args\": {}}"}""", "application/json" },
        { "[1, 2]", "application/json" },
        { "", "application/json" },
        { "hit", "text/plain" },
        { "hit", null },
    };

    [Theory]
    [MemberData(nameof(MalformedRequests))]
    public async Task A_malformed_request_is_dropped_and_the_server_goes_on(string body, string? contentType)
    {
        var (raw, topic, service, _) = await ServeAsync("malformed");

        await raw.AskAsync(
            new
            {
                command = "publish",
                exchange = Exchange,
                routing_key = topic,
                body,
                properties = contentType is null ? new Dictionary<string, object>() : new() { ["content_type"] = contentType, ["content_encoding"] = "utf-8" },
            },
            Cancel);
        await PublishAsync(raw, topic, Hit("after", "id-1"));

        await service.HitAsync("after", Cancel);
        (await QueueLengthAsync(raw, topic)).ShouldBe(0);
    }

    [Fact]
    public async Task A_request_that_comes_twice_with_one_unique_id_is_served_once()
    {
        var (raw, topic, service, _) = await ServeAsync("duplicate");

        foreach (var (mark, id) in new[] { ("first", "same"), ("second", "same"), ("last", "other") })
        {
            await PublishAsync(raw, topic, Hit(mark, id));
        }

        await service.HitAsync("last", Cancel);
        var served = service.Requests.All.Select(request => request.Arguments.GetProperty("data").GetString()).ToArray();
        served.Length.ShouldBe(2, string.Join(' ', served));
        served.ShouldContain("last");
    }

    [Fact]
    public async Task An_envelope_with_other_escapes_than_those_of_python_is_read()
    {
        var (raw, topic, service, _) = await ServeAsync("escapes");
        var body = Envelope(Hit("é", "id-3")).Replace("\\\"", "\\u0022", StringComparison.Ordinal);

        await raw.AskAsync(new { command = "publish", exchange = Exchange, routing_key = topic, body }, Cancel);

        await service.HitAsync("é", Cancel);
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("bz2")]
    [Trait("Functional", "20")]
    public async Task A_compressed_request_is_read(string compress)
    {
        var (raw, topic, service, _) = await ServeAsync("compressed");

        var published = await raw.AskAsync(
            new { command = "publish", exchange = Exchange, routing_key = topic, body = Envelope(Hit("small", "id-2")), compress }, Cancel);

        published.GetProperty("returned").GetInt32().ShouldBe(0, published.ToString());
        await service.HitAsync("small", Cancel);
    }

    [Fact]
    public async Task A_call_has_the_form_of_python_and_its_reply_is_read()
    {
        var (raw, topic, queue) = await ListenRawAsync("call-form");
        var transport = await ConnectAsync((await fixture.BrokerAsync(Cancel)).Url);
        var client = transport.CreateRpcClient(Target.ForTopic(topic)).Prepare(ns: "n", version: "1.2", context: MessagingContext.FromEntries([new("user", "u1")]));

        var call = client.CallAsync<string>("echo", new { data = "x" }, Cancel);
        var message = await NextAsync(raw, queue);

        message.GetProperty("routing_key").GetString().ShouldBe(topic);
        message.GetProperty("exchange").GetString().ShouldBe(Exchange);
        var properties = message.GetProperty("properties");
        properties.GetProperty("content_type").GetString().ShouldBe("application/json");
        properties.GetProperty("content_encoding").GetString().ShouldBe("utf-8");
        properties.GetProperty("delivery_mode").GetInt32().ShouldBe(2);
        int.Parse(properties.GetProperty("expiration").GetString()!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60_000);
        var request = Opened(message);
        request.GetProperty("method").GetString().ShouldBe("echo");
        request.GetProperty("namespace").GetString().ShouldBe("n");
        request.GetProperty("version").GetString().ShouldBe("1.2");
        request.GetProperty("_context_user").GetString().ShouldBe("u1");
        request.GetProperty("_timeout").ValueKind.ShouldBe(JsonValueKind.Null);
        request.GetProperty("_unique_id").GetString().ShouldNotBeNullOrEmpty();
        var reply = new { result = "answer", failure = (string?)null, ending = true, _msg_id = request.GetProperty("_msg_id").GetString(), _unique_id = "r1" };
        var replied = await raw.AskAsync(
            new { command = "publish", routing_key = request.GetProperty("_reply_q").GetString(), body = Envelope(JsonSerializer.Serialize(reply)) }, Cancel);
        replied.GetProperty("returned").GetInt32().ShouldBe(0, replied.ToString());

        (await call).ShouldBe("answer");
    }

    [Fact]
    public async Task A_reply_without_ending_is_a_heartbeat_and_a_reply_to_nobody_harms_nobody()
    {
        var (raw, topic, queue) = await ListenRawAsync("beats");
        var transport = await ConnectAsync((await fixture.BrokerAsync(Cancel)).Url);
        var call = transport.CreateRpcClient(Target.ForTopic(topic)).Prepare(callMonitorTimeout: TimeSpan.FromSeconds(30)).CallAsync<int>("echo", cancel: Cancel);
        var request = Opened(await NextAsync(raw, queue));
        request.GetProperty("_timeout").GetDouble().ShouldBe(30);
        var reply = request.GetProperty("_reply_q").GetString();
        var id = request.GetProperty("_msg_id").GetString();

        foreach (var (message, number) in new object[]
                 {
                     new { result = 1, failure = (string?)null, ending = true, _msg_id = "unknown", _unique_id = "r2" },
                     new { result = (int?)null, failure = (string?)null, ending = false, _msg_id = id, _unique_id = "r3" },
                     new { result = 3, failure = (string?)null, ending = true, _msg_id = id, _unique_id = "r4" },
                     new { result = 4, failure = (string?)null, ending = true, _msg_id = id, _unique_id = "r5" },
                 }.Select((message, number) => (message, number)))
        {
            var replied = await raw.AskAsync(new { command = "publish", routing_key = reply, body = Envelope(JsonSerializer.Serialize(message)) }, Cancel);
            replied.GetProperty("returned").GetInt32().ShouldBe(0, $"{number} {replied}");
        }

        (await call).ShouldBe(3);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(2, 1)]
    public async Task A_server_sends_heartbeats_only_if_the_request_asks_for_them(int? timeout, int least)
    {
        var (raw, topic, service, _) = await ServeAsync("beating");
        var broker = await fixture.BrokerAsync(Cancel);
        var (_, _, replies) = await ListenRawAsync("beat-replies");
        var request = new { method = "wait_until_cancelled", args = new { }, _msg_id = "m1", _reply_q = replies, _timeout = timeout, _unique_id = Guid.NewGuid().ToString("N") };

        await PublishAsync(raw, topic, JsonSerializer.Serialize(request), expiration: "4000");
        await service.Cancelled.TakeAsync(_ => true).WaitAsync(Limits.Signal, Cancel);
        await PublishAsync(raw, topic, JsonSerializer.Serialize(new { method = "name", args = new { }, _msg_id = "m2", _reply_q = replies, _timeout = (int?)null, _unique_id = Guid.NewGuid().ToString("N") }));

        List<JsonElement> seen = [];
        do
        {
            seen.Add(Opened(await NextAsync(raw, replies)));
        }
        while (seen[^1].GetProperty("_msg_id").GetString() != "m2");

        var beats = seen.Where(reply => reply.TryGetProperty("ending", out var ending) && !ending.GetBoolean()).ToArray();
        beats.ShouldAllBe(beat => beat.GetProperty("_msg_id").ValueEquals("m1"));
        (least == 0 ? beats.Length == 0 : beats.Length >= least).ShouldBeTrue(string.Join('\n', seen));
        seen[^1].GetProperty("failure").ValueKind.ShouldBe(JsonValueKind.Null);
        broker.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_reply_to_a_client_that_has_vanished_does_not_stop_the_server()
    {
        var (raw, topic, service, transport) = await ServeAsync("vanished");
        var request = new { method = "echo", args = new { data = 1 }, _msg_id = "m3", _reply_q = "reply_gone", _timeout = (int?)null, _unique_id = "u3" };

        await PublishAsync(raw, topic, JsonSerializer.Serialize(request));
        await service.NextAsync("echo", Cancel);

        (await transport.CreateRpcClient(Target.ForTopic(topic)).CallAsync<int>("echo", new { data = 2 }, Cancel)).ShouldBe(2);
    }

    [Fact]
    [Trait("Functional", "7")]
    public async Task What_nobody_serves_is_dropped_without_an_error_and_a_call_ends_with_its_timeout()
    {
        var transport = await ConnectAsync((await fixture.BrokerAsync(Cancel)).Url);
        var client = transport.CreateRpcClient(Target.ForTopic(fixture.NewTopic("unserved")));

        await client.CastAsync("hit", new { data = 1 }, Cancel).WaitAsync(Limits.Signal, Cancel);
        await client.FanoutAsync("hit", new { data = 1 }, Cancel).WaitAsync(Limits.Signal, Cancel);

        await Should.ThrowAsync<MessagingTimeoutException>(() => client.Prepare(timeout: TimeSpan.FromSeconds(1)).CallAsync("echo", cancel: Cancel));
    }

    [Fact]
    public async Task A_pool_of_python_and_its_plain_listeners_both_get_a_notification()
    {
        var url = (await fixture.BrokerAsync(Cancel)).Url;
        var topic = fixture.NewTopic("pooled");
        var plain = await PythonAsync(OsloRelease.Newest, "notify_listener.py", url, "--topic", topic);
        var pooled = await PythonAsync(OsloRelease.Newest, "notify_listener.py", url, "--topic", topic, "--pool", topic + "-pool");
        var transport = await ConnectAsync(url);

        await transport.CreateNotifier("p", topic).InfoAsync("e", new { id = 8 }, cancel: Cancel);

        foreach (var listener in new[] { plain, pooled })
        {
            (await listener.NextAsync("notification", Cancel)).GetProperty("payload").GetProperty("id").GetInt32().ShouldBe(8);
        }
    }

    [Fact]
    public async Task Notifications_wait_for_their_first_listener_of_either_kind()
    {
        var url = (await fixture.BrokerAsync(Cancel)).Url;
        var topic = fixture.NewTopic("stored");
        var transport = await ConnectAsync(url);
        var notifier = transport.CreateNotifier("p", topic);

        foreach (var id in Enumerable.Range(0, 10))
        {
            await notifier.InfoAsync("e", new { id }, cancel: Cancel);
        }

        await using (var first = await AuditListener.StartAsync(transport, topic, Cancel))
        {
            for (var count = 0; count < 10; count++)
            {
                await first.NextAsync(Cancel);
            }

            // Handlers run at the same time, so they report in any order.
            first.Notifications.All.Select(received => received.Payload.GetProperty("id").GetInt32()).Order().ShouldBe(Enumerable.Range(0, 10));
        }

        await notifier.InfoAsync("e", new { id = 10 }, cancel: Cancel);
        var second = await PythonAsync(OsloRelease.Newest, "notify_listener.py", url, "--topic", topic);
        (await second.NextAsync("notification", Cancel)).GetProperty("payload").GetProperty("id").GetInt32().ShouldBe(10);
    }

    private static async Task PublishAsync(PythonPeer raw, string topic, string message, string? expiration = null)
    {
        var properties = new Dictionary<string, object> { ["content_type"] = "application/json", ["content_encoding"] = "utf-8", ["delivery_mode"] = 2 };
        if (expiration is not null)
        {
            properties["expiration"] = expiration;
        }

        var published = await raw.AskAsync(
            new { command = "publish", exchange = Exchange, routing_key = topic, body = Envelope(message), properties }, Cancel);
        published.GetProperty("returned").GetInt32().ShouldBe(0, published.ToString());
    }

    private static async Task<int> QueueLengthAsync(PythonPeer raw, string queue) =>
        (await raw.AskAsync(new { command = "count", queue }, Cancel)).GetProperty("messages").GetInt32();

    /// <summary>Returns the next message of a queue, and waits for it if necessary.</summary>
    private static async Task<JsonElement> NextAsync(PythonPeer raw, string queue)
    {
        var got = await raw.AskAsync(new { command = "get", queue }, Cancel);
        return got.GetProperty("ok").GetBoolean() ? got.GetProperty("message") : throw new InvalidOperationException(got.ToString());
    }

    /// <summary>Starts a .NET server, and returns it with a raw peer that publishes to its topic.</summary>
    private async Task<(PythonPeer Raw, string Topic, ComputeService Service, MessagingTransport Transport)> ServeAsync(string name)
    {
        var topic = $"{fixture.NewTopic(name)}-{Guid.NewGuid():N}";
        var transport = await ConnectAsync((await fixture.BrokerAsync(Cancel)).Url);
        var service = await ServeAsync(transport, topic, "c1");
        return (await fixture.RawAsync(Cancel), topic, service, transport);
    }

    /// <summary>Declares a queue and binds it to a topic, as a server would. Only the raw peer reads the queue.</summary>
    private async Task<(PythonPeer Raw, string Topic, string Queue)> ListenRawAsync(string name)
    {
        var raw = await fixture.RawAsync(Cancel);
        var topic = $"{fixture.NewTopic(name)}-{Guid.NewGuid():N}";
        Value(await raw.AskAsync(new { command = "declare", exchange = Exchange, queue = topic }, Cancel));
        return (raw, topic, topic);
    }
}
