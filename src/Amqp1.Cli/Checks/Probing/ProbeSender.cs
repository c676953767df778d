using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Connections;
using Amqp1.Wire;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>A sending link of a probe.</summary>
internal sealed class ProbeSender
{
    private readonly SenderLink _link;
    private readonly LinkSessions _sessions;
    private readonly Task<ProbeRefusedException> _closed;

    private ProbeSender(SenderLink link, LinkSessions sessions, Task<ProbeRefusedException> closed, ulong maxMessageSize)
    {
        _link = link;
        _sessions = sessions;
        _closed = closed;
        MaxMessageSize = maxMessageSize;
    }

    /// <summary>The size of the largest message that the peer accepts, in bytes; zero if it announces no limit.</summary>
    public ulong MaxMessageSize { get; }

    /// <summary>
    /// Attaches a link. Completes when the peer has answered. Throws <see cref="ProbeRefusedException"/> if the peer refuses the link.
    /// </summary>
    public static async Task<ProbeSender> AttachAsync(LinkSessions sessions, Attach attach, CancellationToken cancel)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var closed = new TaskCompletionSource<ProbeRefusedException>(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = new SenderLink(sessions.Take(), attach.LinkName, attach, (_, answer) =>
        {
            // A refusal is an attach without a target, followed by a detach with the reason.
            if (answer.Target is not null)
            {
                attached.TrySetResult(answer);
            }
        });
        link.AddClosedCallback((_, error) => closed.TrySetResult(new ProbeRefusedException(PeerError.Describe(error), PeerError.ConditionOf(error))));
        await Task.WhenAny(attached.Task, closed.Task).WaitAsync(cancel).ConfigureAwait(false);
        return attached.Task.IsCompleted
            ? new ProbeSender(link, sessions, closed.Task, (await attached.Task.ConfigureAwait(false)).MaxMessageSize)
            : throw await closed.Task.ConfigureAwait(false);
    }

    /// <summary>Sends a message unsettled. Completes with its outcome, or with no outcome after the limit. Does not throw.</summary>
    /// <param name="message">The message.</param>
    /// <param name="limit">The time limit for the outcome.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <param name="stop">Ends the wait without an outcome when it completes; null to wait until the limit.</param>
    public async Task<ProbeOutcome> SendAsync(Message message, TimeSpan limit, TimeProvider time, CancellationToken cancel, Task? stop = null)
    {
        var settled = new TaskCompletionSource<ProbeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _link.Send(message, null, (link, _, outcome, _) =>
            {
                // AMQPNetLite invents an outcome when a link ends. The reason is then that of the link.
                if (LinkStatus.IsUp(link))
                {
                    settled.TrySetResult(Read(outcome));
                }
            }, null);
        }
        catch (Exception ended) when (ended is AmqpException or ObjectDisposedException or IOException)
        {
            return new ProbeOutcome(ProbeOutcomeKind.Closed, (ended as AmqpException)?.Error?.Condition, PeerText.Clean(ended.Message));
        }

        try
        {
            await Task.WhenAny(settled.Task, _closed, stop ?? _closed).WaitAsync(limit, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return ProbeOutcome.Of(ProbeOutcomeKind.None);
        }

        if (settled.Task.IsCompleted)
        {
            return await settled.Task.ConfigureAwait(false);
        }

        if (!_closed.IsCompleted)
        {
            return ProbeOutcome.Of(ProbeOutcomeKind.None);
        }

        var reason = await _closed.ConfigureAwait(false);
        return new ProbeOutcome(ProbeOutcomeKind.Closed, reason.Condition, reason.Message);
    }

    /// <summary>Detaches without waiting for the peer. A message that was not sent is dropped.</summary>
    public void Close() => _sessions.Close(_link);

    private static ProbeOutcome Read(Outcome outcome) => outcome switch
    {
        Accepted => ProbeOutcome.Accepted,
        Released => ProbeOutcome.Of(ProbeOutcomeKind.Released),
        Rejected { Error: { } error } => new(ProbeOutcomeKind.Rejected, PeerError.ConditionOf(error), $"rejected ({PeerError.Describe(error)})"),
        Rejected => ProbeOutcome.Of(ProbeOutcomeKind.Rejected),
        _ => ProbeOutcome.Of(ProbeOutcomeKind.Modified),
    };
}
