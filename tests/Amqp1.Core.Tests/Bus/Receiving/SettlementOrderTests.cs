using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Receiving;
using Amqp1.Composition;
using Amqp1.Configuration;
using Amqp1.Core.Tests.Payloads;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Notifications;
using Amqp1.Notifications.Receiving;
using Amqp1.Payloads;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Bus.Receiving;

/// <summary>Tests that what happened to a message is logged before its outcome is sent, so that whoever sees the outcome finds the entry.</summary>
public sealed class SettlementOrderTests
{
    private readonly LogRecords _log = new();
    private readonly List<(Type Outcome, int Logged)> _settled = [];

    [Fact]
    public async Task A_request_that_cannot_be_read_is_logged_before_it_is_rejected()
    {
        await using var bus = Bus();

        // The handler needs the other objects for requests that can be read.
        await new RequestHandler(bus, "topic", null!, null!, null!, null!, null!).HandleAsync(Message("no request"));

        _settled.ShouldBe([(typeof(Rejected), 1)]);
    }

    [Fact]
    public void A_notification_that_cannot_be_read_is_logged_before_it_is_rejected()
    {
        Read("no notification").ShouldBeNull();

        _settled.ShouldBe([(typeof(Rejected), 1)]);
    }

    [Fact]
    public async Task A_notification_whose_reference_cannot_be_used_is_logged_before_it_is_rejected()
    {
        await using var bus = Bus();
        var claims = new ClaimCheck(new MemoryPayloadStore(), new ClaimCheckOptions(), TimeProvider.System, _log);
        var payloads = new StoredPayloads(claims, bus, limit: null, CancellationToken.None);

        var (opened, _) = await payloads.OpenAsync(Notification("""{"amqp1.claim":"no reference"}"""));

        opened.ShouldBeNull();
        _settled.ShouldBe([(typeof(Rejected), 1)]);
    }

    [Fact]
    public async Task A_dead_letter_is_logged_before_the_notification_is_accepted()
    {
        var sent = 0;
        var limit = new RedeliveryLimit(1, "dead", _ => Task.FromResult(++sent), instance: null, _log);

        await limit.SettleAsync(Notification("{}"), HandlingOutcome.Failure(new InvalidOperationException("scripted")));

        sent.ShouldBe(1);
        _settled.ShouldBe([(typeof(Accepted), 1)]);
    }

    private MessageBus Bus() => new(BusSettingsFactory.Create(new Amqp1Options(), TransportUrl.Parse("amqp://localhost")), TimeProvider.System, _log);

    private ReceivedNotification Notification(string payload) =>
        Read($$$"""{"request":{"event_type":"event","priority":"INFO","payload":{{{payload}}}},"context":{}}""").ShouldNotBeNull();

    private ReceivedNotification? Read(string body) => ReceivedNotification.Read(Message(body), [], _log, instance: null);

    private IncomingMessage Message(string body)
    {
        var message = new Message { BodySection = new AmqpValue { Value = body } };
        var link = new SubscriptionLink(null!, Destination.OfListener("news.info", pool: null));
        return new IncomingMessage(Amqp.Message.Decode(message.Encode()), link, Amqp1Format.Instance, 0, outcome =>
        {
            _settled.Add((outcome.GetType(), _log.All.Count<LogRecord>()));
            return true;
        });
    }
}
