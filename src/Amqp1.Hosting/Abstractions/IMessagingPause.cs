namespace Amqp1.Hosting;

/// <summary>
/// Pauses and resumes the servers and the listener of a messaging instance, for example while a service that they need is away. Calls, casts
/// and notifications can be sent all the time.
/// </summary>
/// <remarks>Registered as a singleton, under the key of the instance if it has one. Thread-safe.</remarks>
public interface IMessagingPause
{
    /// <summary>Whether the instance is paused.</summary>
    bool IsPaused { get; }

    /// <summary>
    /// Takes back the credit of all servers and of the listener, releases messages that have not been started, so that other servers and
    /// listeners receive them, and detaches the links. Completes when the methods and handlers that run have ended, at most after the drain
    /// timeouts (30 s by default), when their tokens are cancelled. Has no effect if the instance is paused, or if the host stops.
    /// </summary>
    /// <param name="cancel">Cancels the tokens of methods and handlers early. The instance is paused nevertheless.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled while another pause or resumption was in progress.</exception>
    Task PauseAsync(CancellationToken cancel = default);

    /// <summary>
    /// Serves and listens again. Completes when all links are attached; the instance is resumed before that. Has no effect if the instance
    /// is not paused, or if the host stops.
    /// </summary>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task ResumeAsync(CancellationToken cancel = default);
}
