using System.Collections.Concurrent;
using Amqp1.Transport.Buffers;

namespace Amqp1.Core.Tests.Wire;

[Collection("large buffers")]
public sealed class LargeBuffersTests
{
    [Fact]
    public void Every_length_gets_an_array_that_is_at_most_a_quarter_longer_and_is_taken_back()
    {
        for (var length = BufferPool.LargestSmall + 1; length <= 8 * 1024 * 1024; length += 4099)
        {
            var array = BufferPool.Rent(length);
            array.Length.ShouldBeInRange(length, length * 5 / 4);
            BufferPool.Return(array);

            BufferPool.Rent(array.Length).Length.ShouldBe(array.Length);
        }
    }

    [Fact]
    public void What_is_lent_is_not_lent_again_before_it_is_returned()
    {
        var lent = new ConcurrentDictionary<byte[], byte>();
        var twice = 0;

        // The sizes exceed what is kept for good, so that weak references take part.
        Parallel.For(0, 4_000, turn =>
        {
            var arrays = Enumerable.Range(0, 6).Select(i => BufferPool.Rent((1 + ((turn + i) % 5)) * 1_000_000)).ToArray();
            Interlocked.Add(ref twice, arrays.Count(array => !lent.TryAdd(array, 0)));
            foreach (var array in arrays)
            {
                lent.TryRemove(array, out _);
                BufferPool.Return(array);
            }

            if (turn % 500 == 0)
            {
                GC.Collect();
            }
        });

        twice.ShouldBe(0);
    }

    [Fact]
    public void Returned_arrays_beyond_the_limit_are_left_to_the_garbage_collector()
    {
        var references = Return();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        references.Where(reference => reference.IsAlive).Sum(static _ => (long)Length).ShouldBeLessThanOrEqualTo(LargeBuffers.KeptBytes);
        references.ShouldContain(reference => !reference.IsAlive);
        BufferPool.Rent(Length).Length.ShouldBe(Length);

        // The arrays are referenced only in this method.
        static WeakReference[] Return()
        {
            var arrays = Enumerable.Range(0, 8).Select(static _ => BufferPool.Rent(Length)).ToArray();
            Array.ForEach(arrays, BufferPool.Return);
            return [.. arrays.Select(static array => new WeakReference(array))];
        }
    }

    [Fact]
    public void An_array_of_another_length_is_left_alone()
    {
        var foreign = new byte[1_000_000];

        BufferPool.Return(foreign);

        Enumerable.Range(0, 10).Select(static _ => BufferPool.Rent(1_000_000)).ShouldNotContain(foreign);
    }

    private const int Length = 6 * 1024 * 1024;
}
