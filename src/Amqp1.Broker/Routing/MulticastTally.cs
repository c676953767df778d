using Amqp1.Broker.Connections;
using Amqp1.Broker.Frames;

namespace Amqp1.Broker.Routing;

/// <summary>
/// Combines the outcomes of the copies of one multicast message. If any consumer accepted it, the outcome is accepted. Otherwise the sender
/// gets the most severe outcome, in the order rejected, modified, released, settled without an outcome.
/// </summary>
internal sealed class MulticastTally(Delivery? original, IncomingLink source, int size)
{
    private List<Delivery>? _waiting;
    private byte[] _state = [];
    private int _rank;
    private int _unsettled = 1;
    private int _held;

    /// <summary>The delivery at the sender; null for a pre-settled message.</summary>
    public Delivery? Original { get; } = original;

    /// <summary>Whether the sender no longer expects an outcome.</summary>
    public bool IsSenderSettled { get; private set; }

    /// <summary>Whether the sender was lost; waiting copies are not sent then.</summary>
    public bool IsSenderGone { get; private set; }

    /// <summary>Adds a copy, whose outcome counts.</summary>
    public void AddCopy() => _unsettled++;

    /// <summary>Holds the message for a waiting copy, or until all consumers have been served. The sender has less credit meanwhile.</summary>
    public void Hold()
    {
        if (++_held == 1)
        {
            source.Hold(size);
        }
    }

    /// <summary>Releases the message. The sender gets its credit back when no copy needs the message any more.</summary>
    public void Unhold()
    {
        if (--_held == 0)
        {
            source.Unhold(size);
        }
    }

    /// <summary>Adds a copy that must wait for its consumer.</summary>
    public void Held(Delivery copy)
    {
        copy.TallyPlace = (_waiting ??= []).Count;
        _waiting.Add(copy);
        source.Session.Connection.Router.Memory.Add(MemoryAccount.Delivery);
        Hold();
    }

    /// <summary>Removes a copy that no longer waits.</summary>
    public void Unheld(Delivery copy)
    {
        // The last copy takes its index; the order does not matter.
        var last = _waiting![^1];
        _waiting[copy.TallyPlace] = last;
        last.TallyPlace = copy.TallyPlace;
        _waiting.RemoveAt(_waiting.Count - 1);
        source.Session.Connection.Router.Memory.Remove(MemoryAccount.Delivery);
        Unhold();
    }

    /// <summary>Records the outcome of a copy, or, without an outcome, the end of the copying itself.</summary>
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

    public void SenderSettled() => IsSenderSettled = true;

    /// <summary>Drops the waiting copies. Returns false if there are more than a turn may handle.</summary>
    public bool SenderGone(Chores chores)
    {
        IsSenderGone = true;
        IsSenderSettled = true;
        while (_waiting is { Count: > 0 })
        {
            if (!chores.Spend())
            {
                return false;
            }

            // The copy removes itself from the list.
            _waiting[^1].Forget();
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
