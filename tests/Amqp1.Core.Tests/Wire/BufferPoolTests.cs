using System.Collections.Concurrent;
using Amqp1.Transport.Buffers;

namespace Amqp1.Core.Tests.Wire;

public sealed class BufferPoolTests
{
    [Theory]
    [InlineData(0, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(1500, 2048)]
    [InlineData(65_536, 65_536)]
    [InlineData(65_537, 81_920)]
    [InlineData(81_920, 81_920)]
    [InlineData(81_921, 98_304)]
    [InlineData(131_072, 131_072)]
    [InlineData(1_048_577, 1_310_720)]
    [InlineData(67_108_864, 67_108_864)]
    [InlineData(67_108_865, 67_108_865)]
    public void An_array_has_the_next_size_that_is_kept_or_the_length_asked_for(int length, int size) =>
        BufferPool.Rent(length).Length.ShouldBe(size);

    [Fact]
    public void What_is_returned_is_lent_again()
    {
        var first = BufferPool.Rent(1000);
        BufferPool.Return(first);

        BufferPool.Rent(700).ShouldBeSameAs(first);
    }

    [Fact]
    public void What_is_lent_is_not_lent_again_before_it_is_returned()
    {
        var lent = new ConcurrentDictionary<byte[], byte>();
        var twice = 0;

        Parallel.For(0, 200_000, turn =>
        {
            var array = BufferPool.Rent(64 << (turn % 6));
            twice += lent.TryAdd(array, 0) ? 0 : 1;
            lent.TryRemove(array, out _);
            BufferPool.Return(array);
        });

        twice.ShouldBe(0);
    }

    [Fact]
    public void What_is_returned_beyond_what_is_kept_is_forgotten()
    {
        const int KeptOfTheLargest = 1024 * 1024 / BufferPool.LargestSmall;

        // There is one buffer more for the slot of this thread, and one for which there is no room.
        for (var i = 0; i < KeptOfTheLargest + 2; i++)
        {
            BufferPool.Return(new byte[BufferPool.LargestSmall]);
        }

        BufferPool.Rent(BufferPool.LargestSmall).Length.ShouldBe(BufferPool.LargestSmall);
    }

    [Fact]
    public void An_array_that_is_none_of_the_pool_is_left_alone()
    {
        var foreign = new byte[1000];

        BufferPool.Return(foreign);

        Enumerable.Range(0, 10).Select(_ => BufferPool.Rent(1000)).ShouldNotContain(foreign);
    }
}
