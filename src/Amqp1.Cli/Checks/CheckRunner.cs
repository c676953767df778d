using Amqp1.Cli.Checks.Buses;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Options;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks;

/// <summary>Runs all checks of a request in their order.</summary>
/// <param name="request">The request.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Receives each result when it is found.</param>
internal sealed class CheckRunner(CheckRequest request, TimeProvider time, Action<CheckResult> report)
{
    /// <summary>The entry of the blocked checks that stands for a connection that the peer has closed.</summary>
    private const string Closed = "closed";

    /// <summary>Called with the name of each check before it runs, for a display of the progress.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Completes when all checks have run. Throws <see cref="OperationCanceledException"/> if the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var backend in OptionsCheck.Run(request.Settings, new CheckFindings(OptionsCheck.Name, report)))
        {
            await RunAsync(backend, cancel).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(Backend backend, CancellationToken cancel)
    {
        CheckContext? open = null;
        var others = new List<OtherHost>();
        var blockedByOpen = new HashSet<string>();
        try
        {
            foreach (var host in backend.Bus.Hosts)
            {
                var context = new CheckContext
                {
                    Settings = request.Settings,
                    Backend = backend,
                    Limits = request.Limits,
                    Time = time,
                    Host = host,
                    Topics = request.Topics,
                    ProbeTopic = request.ProbeTopic ?? $"amqp1-check-{Guid.NewGuid():N}",
                };
                var blocked = await RunAsync(CheckPlan.OfHosts, context, [], cancel).ConfigureAwait(false);
                if (open is null && context.Connection is not null)
                {
                    (open, blockedByOpen) = (context, blocked);
                }
                else if (context.Connection is { } further)
                {
                    others.Add(new OtherHost(host, further));
                }
            }

            if (open is not null)
            {
                open.Others = others;
                await RunAsync(CheckPlan.OfBuses, open, blockedByOpen, cancel).ConfigureAwait(false);
            }
            else
            {
                SkipAll(backend);
            }
        }
        finally
        {
            if (open?.Connection is { } connection)
            {
                await RabbitManagement.CleanAsync(open, connection).ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            foreach (var other in others)
            {
                await RabbitManagement.CleanAsync(open!, other.Connection).ConfigureAwait(false);
                await other.Connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private void SkipAll(Backend backend)
    {
        foreach (var check in CheckPlan.OfBuses)
        {
            new CheckFindings(check.Name, report).Skip(backend.Name, "There is no connection.");
        }
    }

    /// <summary>Returns the checks that have failed or were skipped because of a failure.</summary>
    private async Task<HashSet<string>> RunAsync(IReadOnlyList<ICheck> checks, CheckContext context, HashSet<string> blocked, CancellationToken cancel)
    {
        foreach (var check in checks)
        {
            var findings = new CheckFindings(check.Name, report);
            if (check.Needs.FirstOrDefault(blocked.Contains) is { } missing)
            {
                findings.Skip(context.Host.ToString(), $"The check '{missing}' has failed.");
                blocked.Add(check.Name);
            }
            else if (context.Connection is { IsOpen: false } closed)
            {
                // The reason is reported once. It explains why no further check can run.
                var reason = await closed.ReasonAsync(cancel).ConfigureAwait(false);
                if (blocked.Add(Closed))
                {
                    findings.Fail(context.Host.ToString(), $"The peer has closed the connection: {reason}.", RefusalAdvice.OfClosed(context, closed.Product, reason));
                }
                else
                {
                    findings.Skip(context.Host.ToString(), "The peer has closed the connection.");
                }

                blocked.Add(check.Name);
            }
            else if (check.ReasonToSkip(context) is { } reason)
            {
                findings.Skip(context.Backend.Name, reason);
            }
            else
            {
                Progress?.Invoke(check.Name);
                await RunAsync(check, context, findings, cancel).ConfigureAwait(false);
                if (findings.HasFailed)
                {
                    blocked.Add(check.Name);
                }
            }
        }

        return blocked;
    }

    private static async Task RunAsync(ICheck check, CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Check, context.Time, cancel);
        try
        {
            await check.RunAsync(context, findings, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            findings.Fail(context.Host.ToString(), "The peer did not answer in time.", "Look into the log of the router or broker, or allow more time with --timeout.");
        }
#pragma warning disable CA1031 // Whatever goes wrong in one check is its result, and the other checks run.
        catch (Exception failure) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            findings.Fail(context.Host.ToString(), PeerText.Clean(failure.GetBaseException().Message), "Look into the log of the router or broker.");
        }
    }
}
