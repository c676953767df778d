using Amqp;
using Amqp.Framing;
using Amqp1.Cli.Execution;
using Amqp1.Wire;

namespace Amqp1.Cli.Management;

/// <summary>The answer of the peer to an attach: its own attach, or a refusal.</summary>
/// <param name="link">The link, as messages name it.</param>
internal sealed class LinkAnswer(string link)
{
    private readonly TaskCompletionSource<Attach> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Receives the attach of the peer. A refusal is an attach without a terminus, followed by a detach with the reason.</summary>
    public void OnAttached(ILink attached, Attach answer)
    {
        if (attached is ReceiverLink ? answer.Source is Source : answer.Target is not null)
        {
            _answer.TrySetResult(answer);
        }
    }

    /// <summary>Receives the end of the link.</summary>
    public void OnClosed(IAmqpObject closed, Error? error) =>
        _answer.TrySetException(new CommandFailedException(ExitCode.Failed, $"The peer refused {link}: {PeerError.Describe(error)}"));

    /// <summary>Waits for the answer.</summary>
    /// <exception cref="CommandFailedException">The peer refused the link.</exception>
    /// <exception cref="MessagingTimeoutException">There is no answer in time.</exception>
    public async Task<Attach> WaitAsync(TimeSpan timeout, CancellationToken cancel)
    {
        try
        {
            return await _answer.Task.WaitAsync(timeout, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new MessagingTimeoutException($"The peer did not attach {link} within {timeout.TotalSeconds:0.###} s.");
        }
    }
}
