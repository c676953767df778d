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

    [Fact]
    public void All_other_bits_of_an_id_are_random()
    {
        const int Count = 20_000;
        var ids = Enumerable.Range(0, Count).Select(_ => Guid.ParseExact(NotificationId.Create(), "D").ToByteArray(bigEndian: true)).ToArray();

        // Bits 48 to 51 are the version, and bits 64 and 65 the variant.
        foreach (var bit in Enumerable.Range(0, 128).Where(bit => bit is not ((>= 48 and <= 51) or 64 or 65)))
        {
            // The bounds are eight standard deviations from the mean.
            ids.Count(id => (id[bit / 8] >> (7 - (bit % 8)) & 1) == 1).ShouldBeInRange((Count / 2) - 566, (Count / 2) + 566, $"bit {bit}");
        }
    }
}
