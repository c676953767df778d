namespace Amqp1;

/// <summary>The state of a connection to an intermediary.</summary>
public enum ConnectionState
{
    /// <summary>The connection has not been started, or it has never been open and the last attempt failed.</summary>
    Disconnected,

    /// <summary>The first attempt to connect is in progress.</summary>
    Connecting,

    /// <summary>The connection is open and in use.</summary>
    Open,

    /// <summary>The connection was lost and is being opened again.</summary>
    Reconnecting,

    /// <summary>This side has closed the connection and does not open it again.</summary>
    Closed,
}
