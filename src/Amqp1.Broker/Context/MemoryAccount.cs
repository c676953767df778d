using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Context;

/// <summary>
/// Counts the bytes that the broker holds for all peers, and enforces the limit. From three quarters of the limit, senders get no further
/// credit until half of it is free. Above the limit, nothing more is held. Changed under the lock.
/// </summary>
internal sealed class MemoryAccount(BrokerContext context, long most) : IChore
{
    /// <summary>The memory of a delivery without its message.</summary>
    public const int Delivery = 256;

    /// <summary>The memory of a link without its names.</summary>
    public const int Link = 1024;

    public const int Session = 1024;

    private const long LeastDefault = 256 * 1024 * 1024;
    private readonly HashSet<IMemoryWaiter> _starved = [];
    private readonly LogLimit _refusedLog = new(context.Time);
    private readonly long _pressedAt = most / 4 * 3;
    private long _held;

    public long Most { get; } = most;

    /// <summary>The number of held bytes. It may be read without the lock.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Whether senders get no further credit.</summary>
    public bool IsPressed { get; private set; }

    /// <summary>Whether nothing more may be held.</summary>
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
                context.Log.MemoryPressed(_held, Most);
            }
        }
        else if (IsPressed && _held <= Most / 2)
        {
            IsPressed = false;
            context.Log.MemoryRelieved(_held, Most);
            context.Turns.Chores.DoLater(this);
        }
    }

    public void Remove(long bytes) => Add(-bytes);

    /// <summary>Registers a producer that gets its credit when there is memory again.</summary>
    public void WaitForRoom(IMemoryWaiter waiter) => _starved.Add(waiter);

    /// <summary>Removes a producer that has ended.</summary>
    public void Forget(IMemoryWaiter waiter) => _starved.Remove(waiter);

    /// <summary>Counts a message, link or session that was refused because the memory limit was reached.</summary>
    public void CountRefused()
    {
        RouterMetrics.CountFault(context.Log, ErrorCondition.ResourceLimitExceeded);
        if (_refusedLog.Count() is { } refused)
        {
            context.Log.MemoryFull(refused, _held, Most);
        }
    }

    public bool Continue()
    {
        while (!IsPressed && _starved.Count > 0)
        {
            if (context.Turns.Chores.Left <= 0)
            {
                return false;
            }

            // Processes a copy of some of them at a time, because sending credit may change the set.
            foreach (var waiter in _starved.Take(context.Turns.Chores.Left).ToArray())
            {
                context.Turns.Chores.Charge(1);
                _starved.Remove(waiter);
                waiter.OnRoom();
            }
        }

        return true;
    }
}
