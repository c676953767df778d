using System.Net.Sockets;
using System.Text.Json;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of malformed messages.</summary>
public abstract class BadInputTests(InteropFixture fixture) : InteropTest(fixture)
{
    private const string NotAmqp1Format = "The raw peer writes messages of oslo\'s AMQP 1.0 driver only.";

    /// <summary>Bodies that are not a request, with the kind of section that holds them.</summary>
    public static TheoryData<string, string> MalformedRequests { get; } = new()
    {
        { "string", "this is no JSON" },
        { "string", """{"request": {"method": "echo", "args": {""" },
        { "string", """{"context": {}}""" },
        { "string", """{"request": {"args": {}}, "context": {}}""" },
        { "string", "[1, 2]" },
        { "string", "" },
        { "data", "\u0001\u0002 no JSON either" },
        { "map", """{"request": {"method": "echo", "args": {}}, "context": {}}""" },
        { "null", "" },
    };

    [Theory]
    [MemberData(nameof(MalformedRequests))]
    public async Task A_malformed_request_is_rejected_and_the_server_goes_on(string section, string body)
    {
        Assert.SkipUnless(Fixture.Intermediary.UsesAmqp1Format, NotAmqp1Format);
        var (services, client) = await CallsFromPythonAsync();
        var address = await AddressOfAsync(services[0], client);
        var sender = await Fixture.RawSenderAsync(Cancel);

        var sent = await sender.AskAsync(new Dictionary<string, object> { ["command"] = "send", ["address"] = address, ["body"] = body, ["as"] = section }, Cancel);

        if (Fixture.Intermediary.SettlesEndToEnd)
        {
            Text(sent, "outcome").ShouldBe("rejected", sent.ToString());
            Text(sent, "condition").ShouldBe("amqp:decode-error");
            Text(sent, "description").ShouldNotBeEmpty();
        }
        else
        {
            Text(sent, "outcome").ShouldBe("accepted", sent.ToString());
        }

        Value(await client.AskAsync(new { command = "call", server = "c1", method = "echo", args = new { data = 7 } }, Cancel)).GetInt32().ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(MalformedRequests))]
    public async Task A_malformed_call_is_accepted_and_answered_and_the_server_goes_on(string section, string body)
    {
        Assert.SkipUnless(Fixture.Intermediary.UsesAmqp1Format, NotAmqp1Format);
        var (services, client) = await CallsFromPythonAsync();
        var address = await AddressOfAsync(services[0], client);
        var sender = await Fixture.RawSenderAsync(Cancel);

        var sent = await sender.AskAsync(
            new Dictionary<string, object> { ["command"] = "ask", ["address"] = address, ["body"] = body, ["as"] = section }, Cancel);

        Text(sent, "outcome").ShouldBe("accepted", sent.ToString());
        Text(sent, "correlation").ShouldBe(Text(sent, "sent"));
        using var failure = JsonDocument.Parse(JsonDocument.Parse(Text(sent, "reply")).RootElement.GetProperty("failure").GetString()!);
        Text(failure.RootElement, "module").ShouldBe("builtins");
        Text(failure.RootElement, "class").ShouldBeOneOf("ValueError", "TypeError");
        Text(failure.RootElement, "message").ShouldStartWith("The request cannot be read.");
        Value(await client.AskAsync(new { command = "call", server = "c1", method = "echo", args = new { data = 7 } }, Cancel)).GetInt32().ShouldBe(7);
    }

    [Theory]
    [InlineData("string")]
    [InlineData("binary")]
    [InlineData("data")]
    public async Task A_request_is_read_from_whatever_section_its_json_is_in(string section)
    {
        Assert.SkipUnless(Fixture.Intermediary.UsesAmqp1Format, NotAmqp1Format);
        var (services, client) = await CallsFromPythonAsync();
        var address = await AddressOfAsync(services[0], client);
        var sender = await Fixture.RawSenderAsync(Cancel);
        var mark = Guid.NewGuid().ToString();
        var body = $$$"""{"request": {"method": "hit", "args": {"data": "{{{mark}}}"}}, "context": {}}""";

        var sent = await sender.AskAsync(new Dictionary<string, object> { ["command"] = "send", ["address"] = address, ["body"] = body, ["as"] = section }, Cancel);

        Text(sent, "outcome").ShouldBe("accepted", sent.ToString());
        await services[0].HitAsync(mark, Cancel);
    }

    [Fact]
    public async Task A_malformed_notification_is_rejected_and_the_listener_goes_on()
    {
        Assert.SkipUnless(Fixture.Intermediary.UsesAmqp1Format, NotAmqp1Format);
        var topic = Fixture.NewTopic("malformed");
        await using var listener = await AuditListener.StartAsync(await Fixture.ServersAsync(Cancel), topic, Cancel);
        var notifier = (await Fixture.ClientsAsync(Cancel)).CreateNotifier("p", topic);
        var sender = await Fixture.RawSenderAsync(Cancel);
        var (services, client) = await CallsFromPythonAsync();
        var legacy = !(await AddressOfAsync(services[0], client)).Contains('/', StringComparison.Ordinal);
        var address = legacy ? $"unicast.openstack.{topic}.info" : $"openstack.org/om/notify/anycast/openstack/{topic}.info";

        var sent = await sender.AskAsync(new { command = "send", address, body = """{"request": {"oslo.version": "3.0", "oslo.message": "{}"}}""" }, Cancel);
        await notifier.NotifyAsync(Notifications.NotificationPriority.Info, "e", new { id = 1 }, cancel: Cancel);

        Text(sent, "outcome").ShouldBe(Fixture.Intermediary.SettlesEndToEnd ? "rejected" : "accepted", sent.ToString());
        (await listener.NextAsync(Cancel)).EventType.ShouldBe("e");
    }

    [Fact]
    public async Task A_peer_that_sends_garbage_disturbs_nobody()
    {
        var (_, client) = await CallsFromPythonAsync();
        var host = TransportUrl.Parse(await Fixture.BareUrlAsync(Cancel)).Hosts[0];
        byte[][] openings = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [.. "AMQP\0\x01\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0], [.. "AMQP\0\x01\0\0"u8, 0, 0, 0, 12, 2, 0, 0, 0, 0xDE, 0xAD, 0xBE, 0xEF]];

        foreach (var bytes in openings)
        {
            using var garbage = new TcpClient();
            await garbage.ConnectAsync(host.Host, host.Port, Cancel);
            await garbage.GetStream().WriteAsync(bytes, Cancel);
        }

        Value(await client.AskAsync(new { command = "call", method = "echo", args = new { data = 8 } }, Cancel)).GetInt32().ShouldBe(8);
    }

    /// <summary>Returns the address of a server as it is on the wire.</summary>
    private static async Task<string> AddressOfAsync(ComputeService service, PythonPeer client)
    {
        Value(await client.AskAsync(new { command = "call", server = service.Name, method = "whoami", ctxt = new { address = service.Name } }, Cancel));
        return (await service.Requests
            .TakeAsync(request => request.Method == "whoami" && request.Context.Context["address"] == service.Name)
            .WaitAsync(Limits.Signal, Cancel)).Context.Address;
    }
}
