using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Waits during the start of a host. If the start times out, the exception names the missing condition.</summary>
/// <param name="options">The options of the host.</param>
internal sealed class StartWait(IOptions<HostOptions> options)
{
    /// <summary>Completes when the task completes.</summary>
    /// <param name="wait">The task to wait for.</param>
    /// <param name="section">The section of the instance.</param>
    /// <param name="missing">Describes the missing condition.</param>
    /// <param name="cancel">The token of the start, which cancels the wait.</param>
    /// <exception cref="TimeoutException">
    /// The token was cancelled, and the host has a startup timeout. The message names the missing condition, the reason for the wait, and a
    /// remedy. A host does not report the text of an <see cref="OperationCanceledException"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the host has no startup timeout.</exception>
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
