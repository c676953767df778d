namespace Amqp1.Transport;

/// <summary>A connection as its <see cref="KeepAlive"/> sees it. All members are called on the clock thread, must not block and must not throw.</summary>
internal interface IKeptAlive
{
    /// <summary>When bytes were last read from the peer, as a time stamp of the clock.</summary>
    long LastReceived { get; }

    /// <summary>When bytes were last written to the peer, as a time stamp of the clock.</summary>
    long LastSent { get; }

    /// <summary>Whether bytes of the peer wait in the socket that nobody has read yet.</summary>
    bool HasUnread { get; }

    /// <summary>Writes to the peer at once, on the calling thread: what waits to be sent, or an empty frame if nothing does.</summary>
    void SendSignOfLife();

    /// <summary>Ends the connection because nothing was heard from the peer for longer than allowed. Called at most once.</summary>
    void OnPeerSilent(TimeSpan silence);
}
