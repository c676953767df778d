using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Waits that hold up the start of a host, and say what they waited for when the host does not wait any longer.</summary>
/// <param name="options">The options of the host.</param>
internal sealed class StartWait(IOptions<HostOptions> options)
{
    /// <summary>Completes with the task.</summary>
    /// <param name="wait">What is waited for.</param>
    /// <param name="section">The section of the instance.</param>
    /// <param name="missing">Says what has not happened yet.</param>
    /// <param name="cancel">The token of the start, which ends the wait.</param>
    /// <exception cref="TimeoutException">
    /// The token fired, and the host has a limit for its start. The message says what is missing, why the host waits, and what to do. A host
    /// drops the text of an <see cref="OperationCanceledException"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token fired, and the host has no limit for its start.</exception>
    public async Task ForAsync(Task wait, string section, Func<string> missing, CancellationToken cancel)
    {
        try
        {
            await wait.ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (cancel.IsCancellationRequested && options.Value.StartupTimeout != Timeout.InfiniteTimeSpan)
        {
            throw new TimeoutException(
                $"The start of the host waited for messaging and was cancelled; HostOptions.StartupTimeout is {options.Value.StartupTimeout:c}. {missing()} "
                + $"The host waits because {section}:Hosting:WaitForConnection is true. Check the intermediary and {section}:TransportUrl, raise HostOptions.StartupTimeout, "
                + "or set WaitForConnection to false and watch the health checks instead.",
                cancelled);
        }
    }
}
