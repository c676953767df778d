using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// The bytes that the router keeps for all its peers, and what follows when they are too many. At three quarters of the limit senders
/// get no more credit until half of it is free; beyond the limit nothing more is kept. Changed under the lock.
/// </summary>
internal sealed class MemoryAccount(RouterCore router, long most) : IChore
{
    /// <summary>What a delivery takes besides its message.</summary>
    public const int Delivery = 256;

    /// <summary>What a link takes besides its names.</summary>
    public const int Link = 1024;

    public const int Session = 1024;

    private const long LeastDefault = 256 * 1024 * 1024;
    private readonly HashSet<IncomingLink> _starved = [];
    private readonly LogLimit _refusedLog = new(router.Time);
    private readonly long _pressedAt = most / 4 * 3;
    private long _held;

    public long Most { get; } = most;

    /// <summary>May be read without the lock.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>No sender is to get more credit.</summary>
    public bool IsPressed { get; private set; }

    /// <summary>Nothing more may be kept.</summary>
    public bool IsFull => _held >= Most;

    public static long DefaultMost(EmbeddedRouterOptions options) =>
        options.MaxHeldBytes ?? Math.Max(Math.Max(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, LeastDefault), options.MaxMessageSize);

    public void Add(long bytes)
    {
        _held += bytes;
        if (_held >= _pressedAt)
        {
            if (!IsPressed)
            {
                IsPressed = true;
                router.Logger.MemoryPressed(_held, Most);
            }
        }
        else if (IsPressed && _held <= Most / 2)
        {
            IsPressed = false;
            router.Logger.MemoryRelieved(_held, Most);
            router.Chores.DoLater(this);
        }
    }

    public void Remove(long bytes) => Add(-bytes);

    /// <summary>The link gets its credit when there is room again.</summary>
    public void WaitForRoom(IncomingLink link) => _starved.Add(link);

    /// <summary>The link is gone.</summary>
    public void Forget(IncomingLink link) => _starved.Remove(link);

    /// <summary>A message, link or session was not taken because the router is full.</summary>
    public void CountRefused()
    {
        RouterMetrics.CountFault(router.Logger, Frames.ErrorCondition.ResourceLimitExceeded);
        if (_refusedLog.Count() is { } refused)
        {
            router.Logger.MemoryFull(refused, _held, Most);
        }
    }

    public bool Continue()
    {
        while (!IsPressed && _starved.Count > 0)
        {
            if (router.Chores.Left <= 0)
            {
                return false;
            }

            // A part of them at a time: what is told under a turn may not change the set that is gone through.
            foreach (var link in _starved.Take(router.Chores.Left).ToArray())
            {
                router.Chores.Charge(1);
                _starved.Remove(link);
                link.UpdateCredit();
            }
        }

        return true;
    }
}
