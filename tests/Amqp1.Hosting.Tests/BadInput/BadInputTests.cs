using System.Net.Sockets;
using Amqp.Framing;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Testing;

namespace Amqp1.Hosting.Tests.BadInput;

/// <summary>
/// Each kind of bad input gets its proper error or outcome, is counted and logged, and the service goes on: it answers the
/// next call over the same connection.
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
        messaging.Services.AddFakeLogging();
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
        Logged(1102);
        await CountedAsync("amqp1.messages.rejected", ("messaging.destination.name", PublicFace.Topic));
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_malformed_notification_is_rejected_counted_and_logged()
    {
        var outcome = await SendAsync(NotificationAddress, "[]");

        outcome.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe("amqp:decode-error");
        Logged(1203);
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
        Logged(1104);
        await CountedAsync("rpc.server.call.duration", ("rpc.method", "_OTHER"), ("error.type", "NoSuchMethod"));
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_version_that_is_not_served_is_answered_with_its_error_counted_and_logged()
    {
        var error = await Should.ThrowAsync<RemoteErrorException>(() => Client.Prepare(version: "2.0").CallAsync("twice", new { number = 1 }, Limit));

        error.ErrorClass.ShouldBe("UnsupportedVersion");
        Logged(1104);
        await CountedAsync("rpc.server.call.duration", ("rpc.method", "_OTHER"), ("error.type", "UnsupportedVersion"));
        await GoesOnAsync();
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_are_answered_with_their_error_counted_and_logged()
    {
        var error = await Should.ThrowAsync<ArgumentException>(() => Client.CallAsync("twice", new { numbers = 1 }, Limit));

        error.Message.ShouldContain("numbers");
        Logged(1104);
        await CountedAsync("rpc.server.call.duration", ("rpc.method", PublicFace.Topic + "/twice"), ("error.type", typeof(RpcArgumentException).FullName!));
        await GoesOnAsync();
    }

    private async Task<Outcome> SendAsync(string address, string body)
    {
        var url = Transport.Url.Hosts[0];
        var connection = await Amqp.Connection.Factory.CreateAsync(new Amqp.Address($"amqp://{url.Host}:{url.Port}"));
        try
        {
            var sender = new Amqp.SenderLink(new Amqp.Session(connection), "stranger", address);
            var settled = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            sender.Send(new Amqp.Message { BodySection = new AmqpValue { Value = body } }, (_, _, outcome, _) => settled.SetResult(outcome), null);
            return await settled.Task.WaitAsync(Limit);
        }
        finally
        {
            await connection.CloseAsync();
        }
    }

    private async Task GoesOnAsync() => (await Client.Prepare(version: "1.3").CallAsync<int>("twice", new { number = 4 }, Limit)).ShouldBe(8);

    private void Logged(int id) => Logs.GetSnapshot().ShouldContain(record => record.Id.Id == id);

    private Task CountedAsync(string instrument, params (string Key, string Value)[] tags) => _measurements.SeeAsync(instrument, tags, Limit);
}
