using System.Numerics;

namespace Amqp1.Transport.Buffers;

/// <summary>
/// Provides arrays for messages in transit. The shared pool of the runtime keeps 32 arrays of a size for each processor and drops the
/// others, which is less than a busy connection uses.
/// </summary>
/// <remarks>
/// Thread-safe. Up to <see cref="LargestSmall"/>, every size has one slot on each thread and a stack for all threads that keeps at most
/// <see cref="KeptBytes"/>. Larger arrays are kept by <see cref="LargeBuffers"/>. Arrays are not cleared. Arrays that are never returned have
/// no consequences.
/// </remarks>
internal static class BufferPool
{
    /// <summary>The largest length of which every thread keeps an array.</summary>
    public const int LargestSmall = 64 * 1024;

    private const int Smallest = 64;
    private const int KeptBytes = 1024 * 1024;

    private static readonly SizeClass[] Sizes =
        [.. Enumerable.Range(0, IndexOf(LargestSmall) + 1).Select(index => new SizeClass(new byte[]?[Math.Min(KeptBytes / (Smallest << index), 1024)]))];

    [ThreadStatic]
    private static byte[]?[]? _local;

    /// <summary>Returns an array of at least the given length.</summary>
    public static byte[] Rent(int length)
    {
        if (length > LargestSmall)
        {
            return LargeBuffers.Rent(length);
        }

        var index = IndexOf(length);
        if (_local is { } local && local[index] is { } array)
        {
            local[index] = null;
            return array;
        }

        return Sizes[index].TryPop() ?? GC.AllocateUninitializedArray<byte>(Smallest << index);
    }

    /// <summary>
    /// Takes back an array that was rented here; any other array is ignored. Only the last user of an array may call this, at most once.
    /// </summary>
    public static void Return(byte[] array)
    {
        if (array.Length > LargestSmall)
        {
            LargeBuffers.Return(array);
            return;
        }

        if (array.Length < Smallest || !BitOperations.IsPow2(array.Length))
        {
            return;
        }

        var index = IndexOf(array.Length);
        var local = _local ??= new byte[]?[Sizes.Length];
        if (local[index] is null)
        {
            local[index] = array;
        }
        else
        {
            Sizes[index].Push(array);
        }
    }

    private static int IndexOf(int length) => BitOperations.Log2((uint)Math.Max(length - 1, Smallest - 1)) + 1 - BitOperations.Log2(Smallest);

    private sealed class SizeClass(byte[]?[] kept)
    {
        private readonly Lock _gate = new();
        private int _count;

        public byte[]? TryPop()
        {
            lock (_gate)
            {
                if (_count == 0)
                {
                    return null;
                }

                var array = kept[--_count];
                kept[_count] = null;
                return array;
            }
        }

        public void Push(byte[] array)
        {
            lock (_gate)
            {
                if (_count < kept.Length)
                {
                    kept[_count++] = array;
                }
            }
        }
    }
}
