using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

public sealed class NotificationIdTests
{
    [Fact]
    public void Ids_are_random_UUIDs_and_all_different()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => NotificationId.Create()).ToArray();

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => Guid.ParseExact(id, "D").Version == 4 && (Guid.ParseExact(id, "D").Variant & 0xc) == 8);
    }
}
