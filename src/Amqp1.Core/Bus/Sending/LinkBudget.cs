using Amqp1.Bus.Context;

namespace Amqp1.Bus.Sending;

/// <summary>
/// Limits the number of sender links of one kind on a connection, and queues the senders that wait for a link.
/// </summary>
/// <remarks>
/// Peers choose reply addresses, and applications may let peers choose topics and server names. Without a limit, the peer that sends the
/// most addresses could use up the links, sessions and channels of a connection. Thread-safe. May be called under the lock of a sender,
/// except <see cref="Return"/>.
/// </remarks>
/// <param name="limit">The maximum number of links at a time.</param>
/// <param name="newestFirst">
/// Whether the newest waiting sender gets the next link. This order is used for replies: the longer a reply has waited, the less likely
/// its caller still waits for it, and a peer that floods a server with addresses does not delay peers that come later.
/// </param>
internal sealed class LinkBudget(int limit, bool newestFirst = false)
{
    /// <summary>The maximum number of reply senders that wait for a link. Other senders are not limited.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<Sender> _waiting = new();
    private readonly HashSet<Sender> _queued = [];
    private int _limit = limit;
    private int _used;
    private int _waitingCount;
    private bool _waking;

    /// <summary>The maximum number of links at a time.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>Whether less than half of the links are in use.</summary>
    public bool IsHalfFree
    {
        get
        {
            lock (_gate)
            {
                return _used < (_limit + 1) / 2;
            }
        }
    }

    /// <summary>The number of senders that wait for a link.</summary>
    public int Waiting => Volatile.Read(ref _waitingCount);

    /// <summary>
    /// Takes a link out of the budget. Returns false if all links are in use. The sender then waits: it is called when a link becomes free,
    /// or it is dropped.
    /// </summary>
    /// <param name="sender">The sender that needs a link.</param>
    /// <param name="dropped">The sender that has waited longest, if it was removed because too many senders wait; otherwise null.</param>
    public bool TryTake(Sender sender, out Sender? dropped)
    {
        dropped = null;
        lock (_gate)
        {
            if (_used < _limit)
            {
                _used++;
                return true;
            }

            if (_queued.Add(sender))
            {
                _waiting.AddLast(sender);
                if (newestFirst && _waiting.Count > MaxWaiting)
                {
                    dropped = _waiting.First!.Value;
                    _waiting.RemoveFirst();
                    _queued.Remove(dropped);
                }

                Volatile.Write(ref _waitingCount, _waiting.Count);
            }

            return false;
        }
    }

    /// <summary>Lowers the limit to the number of links in use, because the connection has no room for more.</summary>
    public void Shrink()
    {
        lock (_gate)
        {
            _limit = Math.Max(1, Math.Min(_limit, _used));
        }
    }

    /// <summary>Returns a link to the budget and lets waiting senders attach. Must not be called under a lock.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _used--;
            if (_waking)
            {
                // The thread that is in the loop below checks again. Without this return, links that fail while they begin would make the
                // stack grow.
                return;
            }

            _waking = true;
        }

        while (TakeWaiting() is { } sender)
        {
            sender.EnsureAttached();
        }
    }

    private Sender? TakeWaiting()
    {
        lock (_gate)
        {
            if (_used < _limit && (newestFirst ? _waiting.Last : _waiting.First) is { Value: var sender } next)
            {
                _waiting.Remove(next);
                _queued.Remove(sender);
                Volatile.Write(ref _waitingCount, _waiting.Count);
                return sender;
            }

            _waking = false;
            return null;
        }
    }
}
