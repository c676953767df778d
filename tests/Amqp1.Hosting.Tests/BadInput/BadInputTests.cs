using System.Net.Sockets;
using System.Text;
using Amqp.Framing;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Amqp1.Hosting.Tests.BadInput;

/// <summary>
/// Tests that each kind of bad input gets its proper error or outcome, is counted and logged, and does not stop the service, which answers
/// the next call over the same connection.
/// </summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string RequestAddress = "openstack.org/om/rpc/anycast/openstack/" + PublicFace.Topic;
    private const string NotificationAddress = "openstack.org/om/notify/anycast/openstack/" + PublicFace.Topic + ".info";

    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly Measurements _measurements = new(Amqp1Telemetry.MeterName);
    private IHost _host = null!;

    private CancellationToken Limit => _limit.Token;

    private FakeLogCollector Logs => _host.Services.GetFakeLogCollector();

    private MessagingTransport Transport => _host.Services.GetRequiredService<MessagingTransport>();

    private RpcClient Client => Transport.CreateRpcClient(Target.ForTopic(PublicFace.Topic));

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(messaging =>
    {
        messaging.Services.AddFakeLogging().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug));
        messaging.Services.AddSingleton<PublicFace.Heard>();
        messaging.AddEndpoint<PublicFace>();
    });

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(Limit);
        _host.Dispose();
        _measurements.Dispose();
        _limit.Dispose();
    }

    [Theory]
    [InlineData("this is no JSON")]
    [InlineData("""{"oslo.version": "2.0", "oslo.message": "{"}""")]
    [InlineData("""{"method": 7, "args": {}}""")]
    public async Task A_malformed_request_is_rejected_counted_and_logged(string body)
    {
        var outcome = await SendAsync(RequestAddress, body);

        outcome.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe("amqp:decode-error");
        await LoggedAsync(1102);
        await CountedAsync("amqp1.messages.rejected", ("messaging.destination.name", PublicFace.Topic));
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_malformed_notification_is_rejected_counted_and_logged()
    {
        var outcome = await SendAsync(NotificationAddress, "[]");

        outcome.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe("amqp:decode-error");
        await LoggedAsync(1203);
        await CountedAsync("amqp1.messages.rejected", ("messaging.destination.name", PublicFace.Topic));
        await _host.Services.GetRequiredKeyedService<MessagingTransport>(Amqp1Backends.Notifications)
            .CreateNotifier("p", PublicFace.Topic).NotifyAsync(Amqp1.Notifications.NotificationPriority.Info, "good", new { }, cancel: Limit);
        (await _host.Services.GetRequiredService<PublicFace.Heard>().First.Task.WaitAsync(Limit)).ShouldBe("good");
        await GoesOnAsync();
    }

    [Fact]
    public async Task An_unknown_method_is_answered_with_its_error_counted_and_logged()
    {
        var error = await Should.ThrowAsync<RemoteErrorException>(() => Client.CallAsync("no_such_method", cancel: Limit));

        error.ErrorClass.ShouldBe("NoSuchMethod");
        await LoggedAsync(1104);
        await CountedAsync("rpc.server.call.duration", ("rpc.method", "_OTHER"), ("error.type", "NoSuchMethod"));
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_version_that_is_not_served_is_answered_with_its_error_counted_and_logged()
    {
        var error = await Should.ThrowAsync<RemoteErrorException>(() => Client.Prepare(version: "2.0").CallAsync("twice", new { number = 1 }, Limit));

        error.ErrorClass.ShouldBe("UnsupportedVersion");
        await LoggedAsync(1104);
        await CountedAsync("rpc.server.call.duration", ("rpc.method", "_OTHER"), ("error.type", "UnsupportedVersion"));
        await GoesOnAsync();
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_are_answered_with_their_error_counted_and_logged()
    {
        var error = await Should.ThrowAsync<ArgumentException>(() => Client.CallAsync("twice", new { numbers = 1 }, Limit));

        error.Message.ShouldContain("numbers");
        await LoggedAsync(1104);
        await CountedAsync("rpc.server.call.duration", ("rpc.method", PublicFace.Topic + "/twice"), ("error.type", typeof(RpcArgumentException).FullName!));
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_call_to_a_topic_that_nobody_serves_fails_at_its_deadline_is_counted_and_logged()
    {
        var nobody = Transport.CreateRpcClient(Target.ForTopic("no-such-topic")).Prepare(timeout: TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<MessagingTimeoutException>(() => nobody.CallAsync("twice", new { number = 1 }, Limit));

        await LoggedAsync(1010, "no-such-topic");
        await CountedAsync("rpc.client.call.duration", ("rpc.method", "no-such-topic/twice"), ("error.type", "timeout"));
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_message_to_an_address_that_nobody_has_goes_back_is_counted_and_logged()
    {
        var outcome = await SendAsync(null, "{}", to: "no/such/address");

        outcome.ShouldBeOfType<Released>();
        await CountedAsync("amqp1.router.messages.undelivered");
        await LoggedAsync(5032);
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_frame_that_is_too_large_ends_its_connection_only_is_counted_and_logged()
    {
        var answer = await SendBytesAsync([.. "AMQP\0\x01\0\0"u8, 0x7f, 0xff, 0xff, 0xff, 2, 0, 0, 0]);

        Encoding.ASCII.GetString(answer).ShouldContain("amqp:connection:framing-error");
        await LoggedAsync(5014, "amqp:connection:framing-error");
        await CountedAsync("amqp1.router.faults", ("error.type", "amqp:connection:framing-error"));
        await GoesOnAsync();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 5016, "refused")]
    [InlineData("AMQP\0\u0001\0\0\0\0\0\f\u0002\0\0\0\u007f\u007f\u007f\u007f", 5014, "amqp:decode-error")]
    public async Task A_peer_that_sends_garbage_is_disconnected_counted_and_logged(string garbage, int id, string error)
    {
        await SendBytesAsync(Encoding.Latin1.GetBytes(garbage));

        await LoggedAsync(id, "127.0.0.1");
        await CountedAsync("amqp1.router.faults", ("error.type", error));
        await GoesOnAsync();
    }

    /// <summary>Returns the bytes that the router sends until it closes the connection.</summary>
    private async Task<byte[]> SendBytesAsync(byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Transport.Url.Hosts[0].Host, Transport.Url.Hosts[0].Port, Limit);
        await client.GetStream().WriteAsync(bytes, Limit);
        using var answer = new MemoryStream();
        await client.GetStream().CopyToAsync(answer, Limit);
        return answer.ToArray();
    }

    private async Task<Outcome> SendAsync(string? address, string body, string? to = null)
    {
        var url = Transport.Url.Hosts[0];
        var connection = await Amqp.Connection.Factory.CreateAsync(new Amqp.Address($"amqp://{url.Host}:{url.Port}"));
        try
        {
            var sender = new Amqp.SenderLink(new Amqp.Session(connection), "stranger", address);
            var settled = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            sender.Send(new Amqp.Message { BodySection = new AmqpValue { Value = body }, Properties = new Properties { To = to } }, (_, _, outcome, _) => settled.SetResult(outcome), null);
            return await settled.Task.WaitAsync(Limit);
        }
        finally
        {
            await connection.CloseAsync();
        }
    }

    private async Task GoesOnAsync() => (await Client.Prepare(version: "1.3").CallAsync<int>("twice", new { number = 4 }, Limit)).ShouldBe(8);

    private async Task LoggedAsync(int id, string text = "")
    {
        await foreach (var record in Logs.GetLogsAsync(Limit))
        {
            if (record.Id.Id == id && record.Message.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private Task CountedAsync(string instrument, params (string Key, string Value)[] tags) => _measurements.SeeAsync(instrument, tags, Limit);
}
