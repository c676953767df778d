using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// Combines the outcomes of the copies of one multicast message. If any consumer accepted it, the outcome is accepted. Otherwise the producer
/// gets the most severe outcome, in the order rejected, modified, released, settled without an outcome.
/// </summary>
/// <param name="original">The delivery at the producer; null for a pre-settled message.</param>
/// <param name="producer">The producer, which has less credit while the message is held.</param>
/// <param name="size">The size of the message in bytes.</param>
/// <param name="memory">Counts the waiting copies.</param>
internal sealed class MulticastTally(MulticastOriginal? original, IProducer producer, int size, MemoryAccount memory)
{
    private List<MulticastCopy>? _waiting;
    private byte[] _state = [];
    private int _rank;
    private int _unsettled = 1;
    private int _held;
    private ProducerState _producerState = original is null ? ProducerState.Settled : ProducerState.AwaitsOutcome;

    /// <summary>Whether the producer still expects the outcome.</summary>
    public bool AwaitsOutcome => _producerState == ProducerState.AwaitsOutcome;

    /// <summary>Whether the producer was lost; waiting copies are not sent then.</summary>
    public bool IsProducerGone => _producerState == ProducerState.Gone;

    /// <summary>Adds a copy, whose outcome counts.</summary>
    public void AddCopy() => _unsettled++;

    /// <summary>Holds the message for a waiting copy, or until all consumers have been served. The producer has less credit meanwhile.</summary>
    public void Hold()
    {
        if (++_held == 1)
        {
            producer.Hold(size);
        }
    }

    /// <summary>Releases the message. The producer gets its credit back when no copy needs the message any more.</summary>
    public void Release()
    {
        if (--_held == 0)
        {
            producer.Release(size);
        }
    }

    /// <summary>Handles that a copy must wait for its consumer.</summary>
    public void OnCopyHeld(MulticastCopy copy)
    {
        copy.TallyPlace = (_waiting ??= []).Count;
        _waiting.Add(copy);
        memory.Add(MemoryAccount.Delivery);
        Hold();
    }

    /// <summary>Handles that a copy no longer waits.</summary>
    public void OnCopyReleased(MulticastCopy copy)
    {
        // The last copy takes its index; the order does not matter.
        var last = _waiting![^1];
        _waiting[copy.TallyPlace] = last;
        last.TallyPlace = copy.TallyPlace;
        _waiting.RemoveAt(_waiting.Count - 1);
        memory.Remove(MemoryAccount.Delivery);
        Release();
    }

    /// <summary>Records the outcome of a copy.</summary>
    public void OnCopySettled(ReadOnlySpan<byte> outcome)
    {
        var rank = Rank(Outcomes.CodeOf(outcome));
        if (rank > _rank)
        {
            _rank = rank;
            _state = outcome.ToArray();
        }

        if (--_unsettled == 0)
        {
            original?.Settle(_state);
        }
    }

    /// <summary>Handles that all consumers have been served.</summary>
    public void OnCopiesMade() => OnCopySettled(default);

    public void OnProducerSettled() => _producerState = ProducerState.Settled;

    /// <summary>Drops the waiting copies. Returns false if there are more than a turn may handle.</summary>
    public bool OnProducerGone(Chores chores)
    {
        _producerState = ProducerState.Gone;
        while (_waiting is { Count: > 0 })
        {
            if (!chores.Spend())
            {
                return false;
            }

            // The copy removes itself from the list.
            _waiting[^1].DropIfWaiting();
        }

        return true;
    }

    private static int Rank(ulong outcome) => outcome switch
    {
        PerformativeCode.Accepted => 4,
        PerformativeCode.Rejected => 3,
        PerformativeCode.Modified => 2,
        PerformativeCode.Released => 1,
        _ => 0,
    };
}
