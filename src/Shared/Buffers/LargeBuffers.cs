using System.Numerics;

namespace Amqp1.Transport.Buffers;

/// <summary>
/// Keeps arrays for large messages. Allocating such an array for each message costs more than everything else that is done with the
/// message: the arrays are on the large object heap, which only the most expensive kind of garbage collection cleans.
/// </summary>
/// <remarks>
/// <para>
/// There are four sizes between two powers of two, so that an array is at most a quarter larger than what was asked for.
/// </para>
/// <para>
/// At most <see cref="KeptBytes"/> are kept for good. All other returned arrays are kept by weak references: they are garbage that may be used
/// again until it is collected. The memory of the process is therefore bounded by the messages that are under way, with or without this
/// class. Thread-safe.
/// </para>
/// </remarks>
internal static class LargeBuffers
{
    /// <summary>The largest length that is kept.</summary>
    public const int Largest = 1 << LargestLog;

    /// <summary>The maximum total size of the arrays that are not left to the garbage collector.</summary>
    public const int KeptBytes = 16 * 1024 * 1024;

    private const int SmallestLog = 16;
    private const int LargestLog = 26;

    private static readonly SizeClass[] Sizes = [.. Enumerable.Range(0, IndexOf(Largest) + 1).Select(static _ => new SizeClass())];

    private static long _kept;

    /// <summary>Returns an array of at least the given length, which must be above 64 KB.</summary>
    public static byte[] Rent(int length)
    {
        if (length > Largest)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        var index = IndexOf(length);
        return Sizes[index].TryPop() ?? GC.AllocateUninitializedArray<byte>(LengthOf(index));
    }

    /// <summary>Takes back an array that was rented here; any other array is ignored.</summary>
    public static void Return(byte[] array)
    {
        if (array.Length <= Largest && IndexOf(array.Length) is var index && LengthOf(index) == array.Length)
        {
            Sizes[index].Push(array);
        }
    }

    private static int IndexOf(int length)
    {
        var log = BitOperations.Log2((uint)(length - 1));
        return ((log - SmallestLog) * 4) + ((length - 1 - (1 << log)) >> (log - 2));
    }

    private static int LengthOf(int index)
    {
        var log = SmallestLog + (index / 4);
        return (1 << log) + (((index % 4) + 1) << (log - 2));
    }

    /// <summary>The arrays of one size.</summary>
    private sealed class SizeClass
    {
        private const int Most = 64;

        private readonly Lock _gate = new();

        // An entry is an array, or a weak reference to one. The objects of the references are used again, too.
        private readonly object?[] _entries = new object?[Most];
        private readonly WeakReference<byte[]>?[] _references = new WeakReference<byte[]>?[Most];
        private int _count;

        public byte[]? TryPop()
        {
            lock (_gate)
            {
                while (_count > 0)
                {
                    ref var entry = ref _entries[--_count];
                    var taken = entry;
                    entry = null;
                    if (taken is byte[] array)
                    {
                        Interlocked.Add(ref _kept, -array.Length);
                        return array;
                    }

                    var reference = (WeakReference<byte[]>)taken!;
                    if (reference.TryGetTarget(out var left))
                    {
                        reference.SetTarget(null!);
                        return left;
                    }
                }

                return null;
            }
        }

        public void Push(byte[] array)
        {
            lock (_gate)
            {
                if (_count == Most)
                {
                    return;
                }

                if (Interlocked.Add(ref _kept, array.Length) <= KeptBytes)
                {
                    _entries[_count++] = array;
                    return;
                }

                Interlocked.Add(ref _kept, -array.Length);
                var reference = _references[_count] ??= new WeakReference<byte[]>(array);
                reference.SetTarget(array);
                _entries[_count++] = reference;
            }
        }
    }
}
