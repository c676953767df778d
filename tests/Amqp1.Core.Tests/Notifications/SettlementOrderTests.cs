using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Bus.Receiving;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Notifications;
using Amqp1.Notifications.Receiving;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests that what happened to a notification is logged before its outcome is sent, so that whoever sees the outcome finds the entry.</summary>
public sealed class SettlementOrderTests
{
    private readonly LogRecords _log = new();
    private readonly List<(Type Outcome, int Logged)> _settled = [];

    [Fact]
    public void A_notification_that_cannot_be_read_is_logged_before_it_is_rejected()
    {
        ReceivedNotification.Read(Message("no notification"), [], _log, instance: null).ShouldBeNull();

        _settled.ShouldBe([(typeof(Rejected), 1)]);
    }

    [Fact]
    public async Task A_dead_letter_is_logged_before_the_notification_is_accepted()
    {
        var sent = 0;
        var limit = new RedeliveryLimit(1, "dead", _ => Task.FromResult(++sent), instance: null, _log);
        var received = ReceivedNotification.Read(
            Message("""{"request":{"event_type":"event","priority":"INFO","payload":{}},"context":{}}"""), [], _log, instance: null).ShouldNotBeNull();

        await limit.SettleAsync(received, HandlingOutcome.Failure(new InvalidOperationException("scripted")));

        sent.ShouldBe(1);
        _settled.ShouldBe([(typeof(Accepted), 1)]);
    }

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
