namespace Amqp1.Bus;

/// <summary>Something that happens when its time has come, unless it is cancelled before. An entry of <see cref="DeadlineTimer"/>.</summary>
internal abstract class Deadline
{
    internal long Due;
    internal int Slot = -1;
    internal Deadline? Next;
    internal Deadline? Previous;

    /// <summary>Called once, on a thread-pool thread. Must not block and must not throw.</summary>
    internal abstract void OnExpired();
}
