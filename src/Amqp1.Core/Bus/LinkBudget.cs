namespace Amqp1.Bus;

/// <summary>
/// How many sender links of one kind a connection may have, and the senders that wait until there is one for them.
/// </summary>
/// <remarks>
/// Peers choose reply addresses, and applications may let peers choose topics and server names. Without a limit, links, sessions and
/// channels of a connection would be used up by whoever sends the most addresses. Thread-safe. May be called under the lock of a sender,
/// except <see cref="Return"/>.
/// </remarks>
/// <param name="limit">The most links at a time.</param>
/// <param name="newestFirst">
/// Whether the sender that came last gets the next link. So it is with replies: those that have waited long have the least chance that
/// somebody still waits for them, and whoever floods a server with addresses delays nobody who comes later.
/// </param>
internal sealed class LinkBudget(int limit, bool newestFirst = false)
{
    /// <summary>The most senders of replies that wait for a link. Other senders wait for as long as the application does.</summary>
    private const int MaxWaiting = 10_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<Sender> _waiting = new();
    private readonly HashSet<Sender> _queued = [];
    private int _limit = limit;
    private int _used;
    private int _waitingCount;
    private bool _waking;

    /// <summary>The most links at a time.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>How many senders wait for a link.</summary>
    public int Waiting => Volatile.Read(ref _waitingCount);

    /// <summary>
    /// Takes a link out of the budget. False when there is none; then the sender is called when its turn has come, or is dropped.
    /// </summary>
    /// <param name="sender">The sender that needs a link.</param>
    /// <param name="dropped">A sender that has waited for the longest time and waits no more, because too many do.</param>
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

    /// <summary>The connection had room for fewer links than this: what is in use now is the limit from now on.</summary>
    public void Shrink()
    {
        lock (_gate)
        {
            _limit = Math.Max(1, Math.Min(_limit, _used));
        }
    }

    /// <summary>A link is over. Lets senders that wait attach theirs. Must not be called under a lock.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _used--;
            if (_waking)
            {
                // Whoever is at it looks again. A link that fails while it is begun would otherwise let the stack grow.
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
