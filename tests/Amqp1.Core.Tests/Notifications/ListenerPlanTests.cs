using Amqp1.Notifications;
using Amqp1.Notifications.Receiving;

namespace Amqp1.Core.Tests.Notifications;

public sealed class ListenerPlanTests
{
    [Fact]
    public void Topics_are_split_by_how_they_are_handled()
    {
        var plan = ListenerPlan.Of([One("a", NotificationPriority.Info), Batch("a", 10, NotificationPriority.Error), Batch("b", 20, NotificationPriority.Info)]);

        plan.Singles.ShouldBe([new("a.info", null)]);
        plan.Batches.Select(batch => (batch.Topic, batch.Topics[0].Topic, batch.Size)).ShouldBe([("a", "a.error", 10), ("b", "b.info", 20)]);
    }

    [Fact]
    public void The_pools_of_a_topic_have_links_of_their_own()
    {
        var plan = ListenerPlan.Of(
        [
            One("a", NotificationPriority.Info), One("a", NotificationPriority.Info, "x"), One("a", NotificationPriority.Info, "x"), One("a", NotificationPriority.Error, "x"), One("b", NotificationPriority.Info, "x"),
        ]);

        plan.Singles.ShouldBe([new("a.info", null), new("a.info", "x"), new("a.error", "x"), new("b.info", "x")]);
        plan.Batches.ShouldBeEmpty();
    }

    [Fact]
    public void The_pools_of_a_topic_have_batches_of_their_own()
    {
        var plan = ListenerPlan.Of([Batch("a", 10, NotificationPriority.Info), Batch("a", 20, NotificationPriority.Info, "x"), Batch("a", 20, NotificationPriority.Error, "x"), One("a", NotificationPriority.Info, "y")]);

        plan.Singles.ShouldBe([new("a.info", "y")]);
        plan.Batches.Select(batch => (batch.Topic, batch.Pool, batch.Endpoints.Count, batch.Size)).ShouldBe([("a", null, 1, 10), ("a", "x", 2, 20)]);
        plan.Batches[1].Topics.ShouldBe([new("a.info", "x"), new("a.error", "x")]);
    }

    [Fact]
    public void A_pool_is_handled_one_way_because_it_has_one_queue()
    {
        Should.Throw<ArgumentException>(() => ListenerPlan.Of([One("a", NotificationPriority.Info, "x"), Batch("a", 10, NotificationPriority.Error, "x")]))
            .Message.ShouldContain("pool x are handled one by one and in batches");
        Should.Throw<ArgumentException>(() => ListenerPlan.Of([Batch("a", 10, NotificationPriority.Info, "x"), Batch("b", 10, NotificationPriority.Info, "x")]))
            .Message.ShouldContain("topics a and b");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_pool_has_a_name(string pool) =>
        Should.Throw<ArgumentException>(() => ListenerPlan.Of([One("a", NotificationPriority.Info, pool)])).Message.ShouldContain("has no name");

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

    private static NotificationEndpointDescriptor One(string topic, NotificationPriority priority, string? pool = null) => new(
        typeof(ListenerPlanTests),
        topic,
        NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker> { [priority] = (_, _) => ValueTask.FromResult(NotificationResult.Handled) })
    {
        Pool = pool,
    };

    private static NotificationEndpointDescriptor Batch(string topic, int size, NotificationPriority priority, string? pool = null) => new(
        typeof(ListenerPlanTests), topic, NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [priority] = (_, _) => ValueTask.FromResult(NotificationResult.Handled),
        },
        BatchSize = size,
        Pool = pool,
    };
}
