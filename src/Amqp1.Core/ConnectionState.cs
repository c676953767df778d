namespace Amqp1;

/// <summary>The state of a connection to an intermediary.</summary>
public enum ConnectionState
{
    /// <summary>Never connected so far, and the last attempt failed; or not started.</summary>
    Disconnected,

    /// <summary>The first attempt is under way.</summary>
    Connecting,

    /// <summary>Open and in use.</summary>
    Open,

    /// <summary>Was open, was lost, and is being opened again.</summary>
    Reconnecting,

    /// <summary>Closed by this side for good.</summary>
    Closed,
}
