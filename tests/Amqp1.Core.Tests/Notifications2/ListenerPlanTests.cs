using Amqp1.Notifications;
using Amqp1.Notifications.Receiving;

namespace Amqp1.Core.Tests.Notifications2;

public sealed class ListenerPlanTests
{
    [Fact]
    public void Topics_are_split_by_how_they_are_handled()
    {
        var plan = ListenerPlan.Of([One("a", NotificationPriority.Info), Batch("a", 10, NotificationPriority.Error), Batch("b", 20, NotificationPriority.Info)]);

        plan.Singles.ShouldBe(["a.info"]);
        plan.Batches.Select(batch => (batch.Topic, batch.Addresses[0], batch.Size)).ShouldBe([("a", "a.error", 10), ("b", "b.info", 20)]);
    }

    [Fact]
    public void One_topic_and_priority_cannot_be_handled_both_ways() =>
        Should.Throw<ArgumentException>(() => ListenerPlan.Of([One("a", NotificationPriority.Info), Batch("a", 10, NotificationPriority.Info)]))
            .Message.ShouldContain("a.info");

    [Fact]
    public void Batches_of_a_topic_have_one_size() =>
        Should.Throw<ArgumentException>(() => ListenerPlan.Of([Batch("a", 10, NotificationPriority.Info), Batch("a", 11, NotificationPriority.Info)]))
            .Message.ShouldContain("same size");

    [Fact]
    public void A_batch_has_at_least_one() =>
        Should.Throw<ArgumentOutOfRangeException>(() => ListenerPlan.Of([Batch("a", 0, NotificationPriority.Info)]));

    private static NotificationEndpointDescriptor One(string topic, NotificationPriority priority) => new(
        typeof(ListenerPlanTests),
        topic,
        NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker> { [priority] = (_, _) => ValueTask.FromResult(NotificationResult.Handled) });

    private static NotificationEndpointDescriptor Batch(string topic, int size, NotificationPriority priority) => new(
        typeof(ListenerPlanTests), topic, NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [priority] = (_, _) => ValueTask.FromResult(NotificationResult.Handled),
        },
        BatchSize = size,
    };
}
