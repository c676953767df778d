using System.Runtime.InteropServices;

namespace Amqp1.Cli.Execution;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a token. It is created before a command runs: a service that has reported to be ready must not be killed by
/// the signal that stops it. A second signal ends the process at once.
/// </summary>
internal sealed class Termination : IDisposable
{
    /// <summary>The time that a command has to end after a signal. Servers finish their requests in this time.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _source = new();
    private readonly TaskCompletionSource<int> _overdue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private Timer? _limit;

    public Termination()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>The token that the first signal cancels.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Completes with the exit code 130 if a command has not ended within the time limit after a signal.</summary>
    public Task<int> Overdue => _overdue.Task;

    /// <inheritdoc />
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _limit?.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_limit is not null)
        {
            return;
        }

        context.Cancel = true;
        _limit = new Timer(_ => _overdue.TrySetResult(ExitCode.Canceled), null, Limit, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }
}
