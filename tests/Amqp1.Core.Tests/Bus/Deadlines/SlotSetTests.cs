using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using CsCheck;

namespace Amqp1.Core.Tests.Bus.Deadlines;

/// <summary>Tests of the set of the slots of a wheel that are in use.</summary>
public sealed class SlotSetTests
{
    private const int Size = 256;

    [Fact]
    public void The_next_slot_in_use_is_found_from_every_slot() => Gen
        .Select(Gen.Int[0, Size - 1].Array[0, 12], Gen.Int[0, Size - 1])
        .Sample((used, from) =>
        {
            var set = new SlotSet(Size);
            Array.ForEach(used, set.Add);

            var expected = Enumerable.Range(1, Size).FirstOrDefault(distance => used.Contains((from + distance) % Size));
            set.DistanceToNext(from).ShouldBe(expected);
        });

    [Fact]
    public void A_slot_that_was_removed_is_not_met()
    {
        var set = new SlotSet(Size);
        set.Add(70);
        set.Add(71);

        set.Remove(70);

        set.DistanceToNext(69).ShouldBe(2);
        set.DistanceToNext(71).ShouldBe(Size);
    }
}
