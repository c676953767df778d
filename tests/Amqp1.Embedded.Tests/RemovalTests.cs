using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests that an element leaves the lists of a node and of a session without a look at the others, however many there are.</summary>
public sealed class RemovalTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_consumer_is_removed_without_a_look_at_the_others(bool fromTheEnd)
    {
        var list = new PlacedList<Element>();
        var elements = Enumerable.Range(0, 1000).Select(static _ => new Element()).ToArray();
        Array.ForEach(elements, list.Add);
        Element.Moves = 0;

        foreach (var element in fromTheEnd ? elements.Reverse() : elements)
        {
            list.Remove(element).ShouldBeTrue();
        }

        list.Count.ShouldBe(0);

        // The element that leaves, and the one that takes its place.
        Element.Moves.ShouldBeLessThanOrEqualTo(2 * elements.Length);
    }

    /// <summary>The number is so large that a search for each delivery would take minutes; the removals take less than a second.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deliveries_are_removed_without_a_search(bool fromTheEnd)
    {
        const int count = 600_000;
        var cancel = TestContext.Current.CancellationToken;
        var list = new DeliveryList(DeliveryEnd.Consumer);
        var table = new DeliveryTable();
        var deliveries = Enumerable.Range(0, count).Select(static _ => new PlainDelivery()).ToArray();
        for (var id = 0; id < count; id++)
        {
            list.Add(deliveries[id]);
            table.TryAdd((uint)id, deliveries[id]);
        }

        await Task.Run(RemoveAll, cancel).WaitAsync(TimeSpan.FromSeconds(60), cancel);

        void RemoveAll()
        {
            for (var i = 0; i < count; i++)
            {
                var id = fromTheEnd ? count - 1 - i : i;
                table.Remove((uint)id).ShouldBeSameAs(deliveries[id]);
                list.Remove(deliveries[id]);
            }
        }
    }

    private sealed class Element : IPlaced
    {
        private int _place = -1;

        /// <summary>The number of times that the place of an element was set.</summary>
        public static int Moves { get; set; }

        public int Place
        {
            get => _place;
            set
            {
                Moves++;
                _place = value;
            }
        }
    }

    private sealed class PlainDelivery() : Delivery(default)
    {
        public override bool AwaitsOutcome => false;

        public override void Settle(ReadOnlySpan<byte> outcome)
        {
            // The lists settle nothing.
        }
    }
}
