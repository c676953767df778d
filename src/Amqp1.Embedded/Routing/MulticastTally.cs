using Amqp1.Embedded.Connections;
using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// Gathers the outcomes of the copies of one multicast message. Accepted by anybody is accepted; otherwise the sender is told what
/// calls loudest for its attention: rejected, modified, released, and last a settlement without an outcome.
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

    /// <summary>The sender wants no outcome any more.</summary>
    public bool IsSenderSettled { get; private set; }

    /// <summary>The sender has gone: what waits is not to be sent.</summary>
    public bool IsSenderGone { get; private set; }

    /// <summary>There is one more copy, whose outcome counts.</summary>
    public void AddCopy() => _unsettled++;

    /// <summary>The message is kept: for a copy that waits, or until all consumers have their turn. Its sender has less credit.</summary>
    public void Hold()
    {
        if (++_held == 1)
        {
            source.Hold(size);
        }
    }

    /// <summary>The sender gets its credit back when nobody needs the message any more.</summary>
    public void Unhold()
    {
        if (--_held == 0)
        {
            source.Unhold(size);
        }
    }

    /// <summary>A copy has to wait for its consumer.</summary>
    public void Held(Delivery copy)
    {
        copy.TallyPlace = (_waiting ??= []).Count;
        _waiting.Add(copy);
        source.Session.Connection.Router.Memory.Add(MemoryAccount.Delivery);
        Hold();
    }

    /// <summary>A copy waits no more.</summary>
    public void Unheld(Delivery copy)
    {
        // The last one takes its place: the order does not matter.
        var last = _waiting![^1];
        _waiting[copy.TallyPlace] = last;
        last.TallyPlace = copy.TallyPlace;
        _waiting.RemoveAt(_waiting.Count - 1);
        source.Session.Connection.Router.Memory.Remove(MemoryAccount.Delivery);
        Unhold();
    }

    /// <summary>The outcome of a copy; also, without one, the end of the copying itself.</summary>
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

    /// <summary>Forgets the copies that wait. False when there are more than a turn may deal with.</summary>
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

            // It takes itself out of the list.
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
