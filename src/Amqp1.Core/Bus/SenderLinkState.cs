namespace Amqp1.Bus;

/// <summary>
/// The link of one sender: none, attached or being attached, or lost and waiting for its time to be attached again. Not
/// thread-safe: guarded by the sender's lock.
/// </summary>
internal sealed class SenderLinkState(BusConnection? connection)
{
    private BusConnection? _connection = connection;
    private bool _reattachPending;

    /// <summary>The link there is, whether its attach was answered or not.</summary>
    public SenderAttachment? Current { get; private set; }

    /// <summary>A new connection takes the place of the old one; false when it is known or lost already.</summary>
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

    /// <summary>The connection is gone.</summary>
    public void Disconnect() => _connection = null;

    /// <summary>The connection on which a link is to be attached; null when there is a link, or no connection, or it is not its time.</summary>
    public BusConnection? Wanting => Current is not null || _reattachPending ? null : _connection;

    /// <summary>A link to be begun outside of the lock.</summary>
    public SenderAttachment BeginAttach(BusConnection connected, Func<BusConnection, SenderAttachment> make) => Current = make(connected);

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _connection is not null;

    /// <summary>Forgets the link; false when this one was not the current one any more. Null stands for whichever there is.</summary>
    public bool TryLose(SenderAttachment? attachment)
    {
        if (attachment is not null && Current != attachment)
        {
            return false;
        }

        Current = null;
        return true;
    }

    /// <summary>Whether to attach again after a while; true once for each loss.</summary>
    public bool TryPlanReattach() => _connection is not null && !_reattachPending && (_reattachPending = true);

    /// <summary>The while is over.</summary>
    public void OnReattachDue() => _reattachPending = false;

    /// <summary>Gives the link up; returns what is to be detached.</summary>
    public SenderAttachment? Release()
    {
        var released = Current;
        Current = null;
        return released;
    }
}
