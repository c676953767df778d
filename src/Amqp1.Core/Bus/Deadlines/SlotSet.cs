using System.Numerics;

namespace Amqp1.Bus.Deadlines;

/// <summary>The slots of a wheel that are in use, stored as one bit each, so that the next one is found quickly.</summary>
/// <param name="size">The number of slots, a multiple of 64.</param>
internal sealed class SlotSet(int size)
{
    private const int WordBits = 64;
    private readonly ulong[] _words = new ulong[size / WordBits];

    public void Add(int slot) => _words[slot / WordBits] |= 1UL << (slot % WordBits);

    public void Remove(int slot) => _words[slot / WordBits] &= ~(1UL << (slot % WordBits));

    /// <summary>
    /// Returns the distance, at least 1, from the given slot to the next slot in use. The given slot itself is checked last. Returns 0 if no
    /// slot is in use.
    /// </summary>
    public int DistanceToNext(int slot)
    {
        var first = (slot + 1) % size;
        var index = first / WordBits;

        // The first word is checked twice: its upper bits first, its lower bits last.
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
