using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Addressing;
using Amqp1.Bus.Receiving;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Notifications;
using Amqp1.Notifications.Receiving;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>
/// Tests of what a listener handles of the queue of its pool. The listeners of a pool share one queue, which receives the topics of all of them.
/// </summary>
public sealed class PoolQueueTests
{
    private readonly LogRecords _log = new();
    private readonly List<DeliveryState> _outcomes = [];

    [Fact]
    public void A_notification_that_an_endpoint_of_the_pool_handles_is_not_settled_yet()
    {
        Read("news.info", [Endpoint("other"), Endpoint("news", "audit")]).ShouldNotBeNull().Notification.EventType.ShouldBe("event");

        _outcomes.ShouldBeEmpty();
        _log.All.Count<LogRecord>().ShouldBe(0);
    }

    [Fact]
    public void A_notification_that_a_batch_endpoint_of_the_pool_handles_is_not_settled_yet()
    {
        var batch = Endpoint("news", "audit") with
        {
            Handlers = new Dictionary<NotificationPriority, NotificationInvoker>(),
            BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker> { [NotificationPriority.Info] = (_, _) => default },
        };

        Read("news.info", [batch]).ShouldNotBeNull();

        _outcomes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("other.info", "news", "audit")]
    [InlineData("news.info", "news", null)]
    [InlineData("news.info", "news", "billing")]
    [InlineData("news.error", "news", "audit")]
    public void A_notification_that_no_endpoint_of_the_pool_handles_is_accepted_and_logged(string sentTo, string topic, string? pool)
    {
        Read(sentTo, [Endpoint(topic, pool)]).ShouldBeNull();

        _outcomes.ShouldHaveSingleItem().ShouldBeOfType<Accepted>();
        _log.All.All<LogRecord>().ShouldHaveSingleItem().Text.ShouldBe(
            $"Notification event of {sentTo} in pool audit was accepted without being handled, because no endpoint of this listener handles its topic and priority in the pool");
    }

    private static NotificationEndpointDescriptor Endpoint(string topic, string? pool = null) => new(
        typeof(PoolQueueTests),
        topic,
        NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = (_, _) => default })
    {
        Pool = pool,
    };

    /// <summary>Reads a notification from the queue of the pool "audit", which has a link for "news.info".</summary>
    private ReceivedNotification? Read(string sentTo, NotificationEndpointDescriptor[] endpoints)
    {
        var priority = sentTo.Split('.')[1];
        var message = new Message
        {
            MessageAnnotations = new MessageAnnotations { [new Symbol("x-routing-key")] = sentTo },
            BodySection = new Data { Binary = System.Text.Encoding.UTF8.GetBytes(
                $$$"""{"oslo.version":"2.0","oslo.message":"{\"event_type\":\"event\",\"priority\":\"{{{priority.ToUpperInvariant()}}}\",\"payload\":{}}"}""") },
        };
        var link = new SubscriptionLink(null!, Destination.OfListener("news.info", "audit"));
        var received = new IncomingMessage(Message.Decode(message.Encode()), link, new RabbitFormat(), 0, outcome =>
        {
            _outcomes.Add(outcome);
            return true;
        });
        return ReceivedNotification.Read(received, endpoints, _log, instance: null);
    }
}
