using Amqp1.Bus.Connections;

namespace Amqp1.Bus.Sending;

/// <summary>
/// The state that the parts of a sender share: the lock, the messages, the state of the link, and whether the sender was given up. All members
/// except <see cref="Gate"/> and <see cref="LastUsed"/> are guarded by the lock.
/// </summary>
/// <remarks>No method of AMQPNetLite is called under the lock, because AMQPNetLite calls back under its own locks.</remarks>
internal sealed class SenderState(BusConnection? connection)
{
    public Lock Gate { get; } = new();

    public SenderDeliveries Deliveries { get; } = new();

    public SenderLinkState Link { get; } = new(connection);

    /// <summary>The reason why messages wait; null if it is not known.</summary>
    public SendFailure? Obstacle { get; set; }

    /// <summary>Whether the sender was given up. It accepts no messages and attaches no link; a new sender takes its place.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Whether a link is wanted without a message, because the peer then tells when the receiver is gone.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Whether the sender has received a message since the last sweep.</summary>
    public bool WasUsed { get; set; } = true;

    /// <summary>The time stamp at which the sender last received a message.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>Whether the sender has a link and no messages.</summary>
    public bool HasIdleLink => !IsRetired && Link.Current is not null && Deliveries.IsEmpty;

    /// <summary>Whether this sender is idle and other senders wait for its link.</summary>
    public bool IsWantedByOthers => HasIdleLink && Link.Current!.IsWantedByOthers;

    /// <summary>Gives the sender up and returns its link, which the caller detaches outside the lock.</summary>
    public SenderAttachment? Retire()
    {
        IsRetired = true;
        return Link.Release();
    }

    /// <summary>
    /// Returns whether a link is missing and is to be attached after a delay. Returns true once for each loss.
    /// </summary>
    public bool PlansReattach() => Deliveries.Next is not null && !IsRetired && Link.Current is null && Link.TryPlanReattach();
}
