using System.Numerics;

namespace Amqp1.Bus;

/// <summary>The slots of a wheel that are in use, as a bit each, so that the next one is found quickly.</summary>
/// <param name="size">How many slots there are; a multiple of 64.</param>
internal sealed class SlotSet(int size)
{
    private const int WordBits = 64;
    private readonly ulong[] _words = new ulong[size / WordBits];

    public void Add(int slot) => _words[slot / WordBits] |= 1UL << (slot % WordBits);

    public void Remove(int slot) => _words[slot / WordBits] &= ~(1UL << (slot % WordBits));

    /// <summary>Returns how many slots after the given one, at least 1, the next slot in use is met, the given slot being the last; 0 if none is in use.</summary>
    public int DistanceToNext(int slot)
    {
        var first = (slot + 1) % size;
        var index = first / WordBits;

        // The first word is looked at twice: its upper bits first, its lower bits last.
        var word = _words[index] & (ulong.MaxValue << (first % WordBits));
        for (var i = 0; i <= _words.Length; i++)
        {
            if (word != 0)
            {
                var found = (index * WordBits) + BitOperations.TrailingZeroCount(word);
                return ((found - first + size) % size) + 1;
            }

            index = (index + 1) % _words.Length;
            word = _words[index];
        }

        return 0;
    }
}
