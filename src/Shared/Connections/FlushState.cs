namespace Amqp1.Transport;

/// <summary>The states of the flush of a <see cref="CoalescedWriter"/>.</summary>
internal enum FlushState : byte
{
    /// <summary>No flush is under way.</summary>
    Idle,

    /// <summary>A work item waits for a thread of the pool.</summary>
    Queued,

    /// <summary>A write is in progress.</summary>
    Running,
}
