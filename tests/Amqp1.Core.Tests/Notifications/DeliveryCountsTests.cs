using Amqp1.Notifications.Receiving;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of the bounded table of failed deliveries.</summary>
public sealed class DeliveryCountsTests
{
    [Fact]
    public void Each_notification_has_a_count_of_its_own_until_it_is_removed()
    {
        var counts = new DeliveryCounts(10);

        counts.IsEmpty.ShouldBeTrue();
        counts.Add("a").ShouldBe(1);
        counts.Add("b").ShouldBe(1);
        counts.Add("a").ShouldBe(2);
        counts.Remove("a");
        counts.Remove("unknown");
        counts.IsEmpty.ShouldBeFalse();
        counts.Add("a").ShouldBe(1);
        counts.Remove("a");
        counts.Remove("b");
        counts.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_full_table_forgets_the_notification_that_failed_least_recently()
    {
        var counts = new DeliveryCounts(2);
        counts.Add("a");
        counts.Add("b");
        counts.Add("a").ShouldBe(2);

        counts.Add("c").ShouldBe(1);

        counts.Add("a").ShouldBe(3);
        counts.Add("b").ShouldBe(1);
        counts.Add("c").ShouldBe(1);
    }
}
