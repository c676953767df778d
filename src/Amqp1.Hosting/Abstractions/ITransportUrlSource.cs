namespace Amqp1.Hosting;

/// <summary>
/// Provides the transport URL of the application when <c>Amqp1:TransportUrl</c> is not configured, for example the URL of an intermediary
/// that the source starts inside the process.
/// </summary>
/// <remarks>
/// Register an implementation as a singleton before the host is built. If several sources are registered, the first one provides the URL,
/// and all of them are stopped.
/// </remarks>
public interface ITransportUrlSource
{
    /// <summary>
    /// Returns the transport URL. It is called when the first connection is created. This may happen while the container creates the hosted
    /// services, before any of them has started. The target of the URL must therefore listen when the method returns. May be called by
    /// several threads.
    /// </summary>
    /// <exception cref="Exception">The target of the URL cannot be started. The host then fails to start.</exception>
    string GetUrl();

    /// <summary>
    /// Stops the target of the URL if it was started. It is called after all connections of the application have been closed, also if
    /// <see cref="GetUrl"/> was never called. Completes when the target has stopped. Must not throw.
    /// </summary>
    /// <param name="cancel">Cancelled when the time for the shutdown of the host is over. The source then stops without waiting for its peers.</param>
    Task StopAsync(CancellationToken cancel);
}
