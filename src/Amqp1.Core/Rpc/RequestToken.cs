using Amqp1.Bus.Deadlines;

namespace Amqp1.Rpc;

/// <summary>The state of a request whose method has asked for its cancellation token.</summary>
/// <param name="source">The source of the token.</param>
internal sealed class RequestToken(CancellationTokenSource source)
{
    public CancellationTokenSource Source { get; } = source;

    /// <summary>Cancels the token at the deadline of the caller; null without a deadline.</summary>
    public Deadline? Deadline { get; set; }
}
