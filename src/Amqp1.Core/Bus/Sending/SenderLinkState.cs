using Amqp;
using Amqp1.Bus.Connections;

namespace Amqp1.Bus.Sending;

/// <summary>
/// The state of a sender's link: none, attached or being attached, or lost and waiting to be attached again. Not thread-safe: guarded by
/// the sender's lock.
/// </summary>
internal sealed class SenderLinkState(BusConnection? connection)
{
    private BusConnection? _connection = connection;
    private bool _reattachPending;
    private bool _isLossCounted;

    /// <summary>The current link, whether or not the peer has answered its attach.</summary>
    public SenderAttachment? Current { get; private set; }

    /// <summary>Replaces the connection. Returns false if the connection is already in use or lost.</summary>
    public bool TryConnect(BusConnection connection)
    {
        if (connection.IsLost || _connection == connection)
        {
            return false;
        }

        _connection = connection;
        Current = null;
        _reattachPending = false;
        return true;
    }

    /// <summary>Clears the connection after its loss.</summary>
    public void Disconnect() => _connection = null;

    /// <summary>
    /// The connection on which a link is to be attached; null if there is a link, if there is no connection, or if the delay before the next
    /// attach is not over.
    /// </summary>
    public BusConnection? Wanting => Current is not null || _reattachPending ? null : _connection;

    /// <summary>The time stamp at which the current link began to attach.</summary>
    public long AttachedAt { get; private set; }

    /// <summary>Creates a link, which the caller begins outside the lock.</summary>
    public SenderAttachment BeginAttach(BusConnection connected, Func<BusConnection, SenderAttachment> make, long now)
    {
        AttachedAt = now;
        _isLossCounted = false;
        return Current = make(connected);
    }

    /// <summary>The connection; null if there is none.</summary>
    public BusConnection? Connection => _connection;

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _connection is not null;

    /// <summary>
    /// Clears the link. Returns false if <paramref name="attachment"/> is no longer the current link; null stands for any current link.
    /// </summary>
    public bool TryLose(SenderAttachment? attachment)
    {
        if (attachment is not null && Current != attachment)
        {
            return false;
        }

        Current = null;
        return true;
    }

    /// <summary>
    /// Counts the loss of the current link before its end is reported. Returns false if <paramref name="link"/> is not the current link, or
    /// if its loss was counted.
    /// </summary>
    public bool TryCountLoss(ILink link)
    {
        if (_isLossCounted || Current?.Is(link) != true)
        {
            return false;
        }

        Current.MarkDown();
        return _isLossCounted = true;
    }

    /// <summary>Handles the report of the end of the link. Returns whether its loss was counted before.</summary>
    public bool EndLoss()
    {
        var counted = _isLossCounted;
        _isLossCounted = false;
        return counted;
    }

    /// <summary>Returns whether to attach again after a delay. Returns true once for each loss.</summary>
    public bool TryPlanReattach() => _connection is not null && !_reattachPending && (_reattachPending = true);

    /// <summary>Ends the delay before the next attach.</summary>
    public void OnReattachDue() => _reattachPending = false;

    /// <summary>Gives up the link and returns it, so that the caller can detach it.</summary>
    public SenderAttachment? Release()
    {
        var released = Current;
        Current = null;
        return released;
    }
}
