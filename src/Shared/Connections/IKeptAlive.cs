namespace Amqp1.Transport;

/// <summary>
/// A connection from the point of view of its <see cref="KeepAlive"/>. All members are called on the clock thread and must not block or
/// throw.
/// </summary>
internal interface IKeptAlive
{
    /// <summary>The time at which bytes were last read from the peer, a time stamp of the clock.</summary>
    long LastReceived { get; }

    /// <summary>The time at which bytes were last written to the peer, a time stamp of the clock.</summary>
    long LastSent { get; }

    /// <summary>Whether unread bytes of the peer wait in the socket.</summary>
    bool HasUnread { get; }

    /// <summary>Writes the pending data to the peer at once, on the calling thread, or an empty frame if there is none.</summary>
    void SendSignOfLife();

    /// <summary>Ends the connection because the peer was silent for longer than allowed. Called at most once.</summary>
    void OnPeerSilent(TimeSpan silence);
}
