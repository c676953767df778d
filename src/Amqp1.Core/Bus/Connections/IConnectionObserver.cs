namespace Amqp1.Bus.Connections;

/// <summary>Observes the connection of a bus. The methods are called one after another, in the order of the events.</summary>
internal interface IConnectionObserver
{
    /// <summary>An attempt to connect begins.</summary>
    void OnConnecting(string host);

    /// <summary>
    /// The connection is open and is prepared for use. If the method throws, the connection is dropped, and the attempt has failed.
    /// </summary>
    Task PrepareAsync(BusConnection connection, CancellationToken cancel);

    /// <summary>The connection can be used.</summary>
    void OnConnected(BusConnection connection);

    /// <summary>
    /// The connection is lost. Called in the step that detects the loss, before the next attempt to connect, also for a connection that was
    /// never reported as connected.
    /// </summary>
    void OnLost(BusConnection connection, ConnectionLoss loss);

    /// <summary>An attempt to connect has failed.</summary>
    void OnAttemptFailed(string host, string reason, string? condition);

    /// <summary>The connection was closed for good.</summary>
    void OnClosed();

    /// <summary>A flow frame was processed. Called on the pump. Must not throw.</summary>
    void OnFlowProcessed();
}
