using System.Net;
using System.Net.Sockets;
using Amqp1.Configuration;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

public abstract partial class InteropTests
{
    /// <summary>Bodies that are no request, and how they are put into a message.</summary>
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
        var (services, client) = await CallsFromPythonAsync();
        var address = await AddressOfAsync(services[0], client);
        var sender = await fixture.RawSenderAsync(Cancel);

        var sent = await sender.AskAsync(new Dictionary<string, object> { ["command"] = "send", ["address"] = address, ["body"] = body, ["as"] = section }, Cancel);

        if (fixture.Intermediary.SettlesEndToEnd)
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
    [InlineData("string")]
    [InlineData("binary")]
    [InlineData("data")]
    public async Task A_request_is_read_from_whatever_section_its_json_is_in(string section)
    {
        var (services, client) = await CallsFromPythonAsync();
        var address = await AddressOfAsync(services[0], client);
        var sender = await fixture.RawSenderAsync(Cancel);
        var mark = Guid.NewGuid().ToString();
        var body = $$$"""{"request": {"method": "hit", "args": {"data": "{{{mark}}}"}}, "context": {}}""";

        var sent = await sender.AskAsync(new Dictionary<string, object> { ["command"] = "send", ["address"] = address, ["body"] = body, ["as"] = section }, Cancel);

        Text(sent, "outcome").ShouldBe("accepted", sent.ToString());
        await services[0].HitAsync(mark, Cancel);
    }

    [Fact]
    public async Task A_malformed_notification_is_rejected_and_the_listener_goes_on()
    {
        var topic = fixture.NewTopic("malformed");
        await using var listener = await AuditListener.StartAsync(await fixture.ServersAsync(Cancel), topic, Cancel);
        var notifier = (await fixture.ClientsAsync(Cancel)).CreateNotifier("p", topic);
        var sender = await fixture.RawSenderAsync(Cancel);
        var (services, client) = await CallsFromPythonAsync();
        var legacy = !(await AddressOfAsync(services[0], client)).Contains('/', StringComparison.Ordinal);
        var address = legacy ? $"unicast.openstack.{topic}.info" : $"openstack.org/om/notify/anycast/openstack/{topic}.info";

        var sent = await sender.AskAsync(new { command = "send", address, body = """{"request": {"oslo.version": "3.0", "oslo.message": "{}"}}""" }, Cancel);
        await notifier.NotifyAsync(Notifications.NotificationPriority.Info, "e", new { id = 1 }, cancel: Cancel);

        Text(sent, "outcome").ShouldBe(fixture.Intermediary.SettlesEndToEnd ? "rejected" : "accepted", sent.ToString());
        (await listener.NextAsync(Cancel)).EventType.ShouldBe("e");
    }

    [Fact]
    public async Task A_peer_that_sends_garbage_disturbs_nobody()
    {
        var (_, client) = await CallsFromPythonAsync();
        var uri = new Uri(await fixture.BareUrlAsync(Cancel));
        byte[][] openings = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [.. "AMQP\0\x01\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0], [.. "AMQP\0\x01\0\0"u8, 0, 0, 0, 12, 2, 0, 0, 0, 0xDE, 0xAD, 0xBE, 0xEF]];

        foreach (var bytes in openings)
        {
            using var garbage = new TcpClient();
            await garbage.ConnectAsync(uri.Host, uri.Port, Cancel);
            await garbage.GetStream().WriteAsync(bytes, Cancel);
            await EndOfStreamAsync(garbage);
        }

        Value(await client.AskAsync(new { command = "call", method = "echo", args = new { data = 8 } }, Cancel)).GetInt32().ShouldBe(8);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("AMQP\0\u0001\0\0\u007f\u007f\u007f\u007f\u0002\0\0\0")]
    [InlineData("")]
    public async Task A_host_that_sends_garbage_is_passed_over_for_the_next_one(string answer)
    {
        await CallsToPythonAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = AnswerAsync(listener, answer);
        var good = new Uri(await fixture.BareUrlAsync(Cancel)).Authority;
        var options = new Amqp1Options();
        options.Connection.OpenTimeout = Limits.Exit;
        await using var transport = MessagingTransport.Create(fixture.Url($"amqp://{listener.LocalEndpoint},{good}"), options);
        transport.Start();

        var client = transport.CreateRpcClient(Target.ForTopic(fixture.PythonTopic));
        (await client.Prepare(timeout: Limits.Signal).CallAsync<int>("echo", new { data = 9 }, Cancel)).ShouldBe(9);

        await serving;
    }

    /// <summary>The address of a server, as it stands on the wire.</summary>
    private static async Task<string> AddressOfAsync(ComputeService service, PythonPeer client)
    {
        Value(await client.AskAsync(new { command = "call", server = service.Name, method = "whoami", ctxt = new { address = service.Name } }, Cancel));
        return (await service.Requests
            .TakeAsync(request => request.Method == "whoami" && request.Context.Context["address"] == service.Name)
            .WaitAsync(Limits.Signal, Cancel)).Context.Address;
    }

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var accepted = await listener.AcceptTcpClientAsync(Cancel);
        await accepted.GetStream().WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer), Cancel);
        if (answer.Length > 0)
        {
            await EndOfStreamAsync(accepted);
        }
    }

    /// <summary>Completes when the other side has had enough.</summary>
    private static async Task EndOfStreamAsync(TcpClient connection)
    {
        var buffer = new byte[1024];
        try
        {
            while (await connection.GetStream().ReadAsync(buffer, Cancel).AsTask().WaitAsync(Limits.Signal, Cancel) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with our bytes unread: a reset says the same as an end.
        }
    }
}
