using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// Gathers the outcomes of the copies of one multicast message. Accepted by anybody is accepted; otherwise the sender is told what
/// calls loudest for its attention: rejected, modified, released, and last a settlement without an outcome.
/// </summary>
internal sealed class MulticastTally(Delivery? original, int copies)
{
    private List<Delivery>? _waiting;
    private byte[] _state = [];
    private int _rank;
    private int _unsettled = copies;
    private int _held;

    /// <summary>The delivery at the sender; null for a pre-settled message.</summary>
    public Delivery? Original { get; } = original;

    /// <summary>A copy has to wait for its consumer.</summary>
    public void Held(Delivery copy)
    {
        _held++;
        (_waiting ??= []).Add(copy);
        if (_held == 1)
        {
            copy.Source.Hold(copy.Size);
        }
    }

    /// <summary>A copy waits no more. The sender gets its credit back when the last one is gone.</summary>
    public void Unheld(Delivery copy)
    {
        _held--;
        _waiting?.Remove(copy);
        if (_held == 0)
        {
            copy.Source.Unhold(copy.Size);
        }
    }

    public void CopySettled(ReadOnlySpan<byte> state)
    {
        var rank = Rank(Outcomes.CodeOf(state));
        if (rank > _rank)
        {
            _rank = rank;
            _state = state.ToArray();
        }

        if (--_unsettled == 0)
        {
            Original?.Settle(_state);
        }
    }

    public void SenderSettled()
    {
        foreach (var copy in _waiting ?? [])
        {
            copy.SenderSettled();
        }
    }

    public void SenderGone()
    {
        // Each takes itself out of the list.
        foreach (var copy in _waiting?.ToArray() ?? [])
        {
            copy.SenderGone();
        }
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
