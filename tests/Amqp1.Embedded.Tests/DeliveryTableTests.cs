using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests that compare the table of deliveries with a sorted dictionary.</summary>
public sealed class DeliveryTableTests
{
    [Theory]
    [InlineData(0u, 1)]
    [InlineData(0u, 2)]
    [InlineData(uint.MaxValue - 500, 3)]
    [InlineData(int.MaxValue - 500u, 4)]
    public void It_does_what_a_sorted_dictionary_does(uint start, int seed)
    {
        var random = new Random(seed);
        var table = new DeliveryTable();

        // The key is the distance from the start, so that the order stays that of the ids when they wrap.
        var model = new SortedDictionary<uint, Delivery>();
        uint next = 1000;
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(10))
            {
                case < 4:
                    Add(next++);
                    break;
                case 4:
                    // A multi-frame message is complete later than messages that began after it.
                    next += 3;
                    Add(next - 1);
                    Add(next - 3);
                    break;
                case 5:
                    Add((uint)random.Next((int)next));
                    break;
                case < 8:
                    Remove((uint)random.Next((int)next));
                    break;
                case 8 when model.Count > 0:
                    Remove(random.Next(2) == 0 ? model.Keys.First() : model.Keys.Last());
                    break;
                default:
                    var from = (uint)random.Next((int)next);
                    var to = from + (uint)random.Next(200);
                    var expected = model.Where(entry => entry.Key >= from && entry.Key <= to).Select(entry => entry.Value).FirstOrDefault();
                    table.FirstFrom(start + from, start + to, out _).ShouldBe(expected);
                    break;
            }

            table.Count.ShouldBe(model.Count);
        }

        foreach (var (id, delivery) in model)
        {
            table.Find(start + id).ShouldBe(delivery);
        }

        void Add(uint id)
        {
            var delivery = New();
            table.TryAdd(start + id, delivery).ShouldBe(model.TryAdd(id, delivery));
        }

        void Remove(uint id)
        {
            table.Remove(start + id).ShouldBe(model.GetValueOrDefault(id));
            model.Remove(id);
        }
    }

    [Fact]
    public void One_delivery_that_is_never_settled_costs_neither_memory_nor_finding_the_others()
    {
        var table = new DeliveryTable();
        var first = New();
        table.TryAdd(0, first);
        for (uint id = 1; id < 1_000_000; id++)
        {
            var delivery = New();
            table.TryAdd(id, delivery);
            table.Remove(id).ShouldBe(delivery);
        }

        table.Capacity.ShouldBeLessThanOrEqualTo(256);
        foreach (var id in new[] { 0x7000_0000u, 0xe000_0000u })
        {
            var last = New();
            table.TryAdd(id, last).ShouldBeTrue();
            table.Find(id).ShouldBe(last);
            table.FirstFrom(id - 5, id + 5, out _).ShouldBe(last);
        }

        table.Find(0).ShouldBe(first);
    }

    [Fact]
    public void A_list_keeps_its_order_whatever_is_taken_out()
    {
        var list = new DeliveryList(DeliveryEnd.Producer);
        var other = new DeliveryList(DeliveryEnd.Consumer);
        var deliveries = Enumerable.Range(0, 5).Select(_ => New()).ToArray();
        foreach (var delivery in deliveries)
        {
            list.Add(delivery);
            other.Add(delivery);
        }

        list.Remove(deliveries[2]);
        list.Remove(deliveries[2]);
        list.Remove(deliveries[4]);
        list.Remove(deliveries[0]);
        Drain(list).ShouldBe([deliveries[1], deliveries[3]]);
        list.Add(deliveries[0]);
        Drain(list).ShouldBe([deliveries[0]]);
        Drain(other).ShouldBe(deliveries);

        static List<Delivery> Drain(DeliveryList list)
        {
            var drained = new List<Delivery>();
            while (list.First is { } first)
            {
                drained.Add(first);
                list.Remove(first);
            }

            return drained;
        }
    }

    private static PlainDelivery New() => new PlainDelivery();

    private sealed class PlainDelivery() : Delivery(default)
    {
        public override bool AwaitsOutcome => false;

        public override void Settle(ReadOnlySpan<byte> outcome)
        {
            // These deliveries are only kept in tables and lists.
        }
    }
}
