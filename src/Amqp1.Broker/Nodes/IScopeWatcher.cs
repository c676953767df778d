namespace Amqp1.Broker.Nodes;

/// <summary>Waits for the end of a session or connection, see <see cref="Scope"/>.</summary>
internal interface IScopeWatcher
{
    /// <summary>Handles the end. Called once, in a turn. Must not throw.</summary>
    void OnScopeEnded();
}
