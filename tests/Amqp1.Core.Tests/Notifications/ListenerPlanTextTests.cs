using Amqp1.Notifications;
using Amqp1.Notifications.Receiving;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests what a developer is told about endpoints that cannot be listened for together.</summary>
public sealed class ListenerPlanTextTests
{
    [Fact]
    public void A_topic_and_priority_that_is_handled_both_ways_is_named_with_its_pool()
    {
        RefusalOf(One("a"), Batch("a")).ShouldStartWith(
            "Notifications of a.info are handled both one by one and in batches, but a notification can be settled only once; use one of the two.");
        RefusalOf(One("a", "x"), Batch("a", pool: "x")).ShouldStartWith("Notifications of a.info (pool x) are handled both one by one and in batches");
    }

    [Fact]
    public void A_pool_that_is_handled_both_ways_is_named() => RefusalOf(One("a", "x"), Batch("b", pool: "x")).ShouldStartWith(
        "Notifications of pool x are handled one by one and in batches; all of them are in one queue, so it must be the one or the other.");

    [Fact]
    public void A_pool_with_batches_of_several_topics_is_named_with_them() => RefusalOf(Batch("a", pool: "x"), Batch("b", pool: "x"), Batch("c", pool: "y")).ShouldStartWith(
        "Notifications of pool x are handled in batches of the topics a and b; all of them are in one queue, so a pool with batches must have one topic.");

    [Fact]
    public void Other_pools_and_topics_without_a_pool_may_be_handled_the_other_way()
    {
        var plan = ListenerPlan.Of([Batch("a", pool: "x"), Batch("a"), Batch("b"), One("c"), One("a", "y"), One("b", "y")]);

        plan.Singles.ShouldBe([new("c.info", null), new("a.info", "y"), new("b.info", "y")]);
        plan.Batches.Select(batch => (batch.Topic, batch.Pool)).ShouldBe([("a", "x"), ("a", null), ("b", null)]);
    }

    [Fact]
    public void A_pool_without_a_name_is_refused_with_its_endpoint() => RefusalOf(One("a", "x"), One("a", " ")).ShouldStartWith(
        "The pool of Amqp1.Core.Tests.Notifications.ListenerPlanTextTests has no name. Set a name, or null for no pool.");

    [Theory]
    [InlineData(11, 1)]
    [InlineData(10, 2)]
    public void Batches_of_one_topic_must_agree_in_size_and_timeout(int size, int seconds) => RefusalOf(
        Batch("a"), Batch("a") with { EndpointType = typeof(string), BatchSize = size, BatchTimeout = TimeSpan.FromSeconds(seconds) }).ShouldStartWith(
        "Amqp1.Core.Tests.Notifications.ListenerPlanTextTests and System.String handle batches of topic a; they must have the same size and timeout.");

    [Theory]
    [InlineData(0, 1, "BatchSize")]
    [InlineData(-1, 1, "BatchSize")]
    [InlineData(1, 0, "BatchTimeout")]
    [InlineData(1, -1, "BatchTimeout")]
    public void A_batch_has_a_size_and_a_timeout(int size, int seconds, string parameter) => Should.Throw<ArgumentOutOfRangeException>(
        () => ListenerPlan.Of([Batch("a") with { BatchSize = size, BatchTimeout = TimeSpan.FromSeconds(seconds) }])).ParamName.ShouldBe(parameter);

    [Fact]
    public void A_batch_may_be_of_one() => ListenerPlan.Of([Batch("a") with { BatchSize = 1, BatchTimeout = TimeSpan.FromTicks(1) }]).Batches[0].Size.ShouldBe(1);

    [Fact]
    public void Priorities_that_several_endpoints_handle_in_batches_have_one_link()
    {
        var batch = ListenerPlan.Of([Batch("a"), Batch("a")]).Batches.ShouldHaveSingleItem();

        batch.Topics.ShouldBe([new("a.info", null)]);
        batch.Endpoints.Count.ShouldBe(2);
    }

    [Fact]
    public void A_listened_topic_is_shown_with_its_pool()
    {
        new ListenedTopic("a.info", null).ToString().ShouldBe("a.info");
        new ListenedTopic("a.info", "x").ToString().ShouldBe("a.info (pool x)");
    }

    private static string RefusalOf(params NotificationEndpointDescriptor[] endpoints) =>
        Should.Throw<ArgumentException>(() => ListenerPlan.Of(endpoints)).Message;

    private static NotificationEndpointDescriptor One(string topic, string? pool = null) => new(
        typeof(ListenerPlanTextTests),
        topic,
        NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = (_, _) => ValueTask.FromResult(NotificationResult.Handled) })
    {
        Pool = pool,
    };

    private static NotificationEndpointDescriptor Batch(string topic, string? pool = null) => new(
        typeof(ListenerPlanTextTests), topic, NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [NotificationPriority.Info] = (_, _) => ValueTask.FromResult(NotificationResult.Handled),
        },
        BatchSize = 10,
        BatchTimeout = TimeSpan.FromSeconds(1),
        Pool = pool,
    };
}
