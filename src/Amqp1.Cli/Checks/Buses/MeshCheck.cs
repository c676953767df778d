using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Checks that the hosts of the URL form one bus: messages that are sent to one of the other hosts must reach consumers on the first host,
/// as often as messages that are sent to the first host itself. In a mesh, the router of the sender chooses the distribution.
/// </summary>
internal sealed class MeshCheck : ICheck
{
    public string Name => "mesh";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => context.Others.Count == 0 ? "No other host of the URL is open." : null;

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        foreach (var other in context.Others)
        {
            await RunAsync(context, other, findings, cancel).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(CheckContext context, OtherHost other, CheckFindings findings, CancellationToken cancel)
    {
        var subject = $"{other.Host} to {context.Host}";
        var passed = new List<string>();
        var problems = new List<(ProbedAddress Address, string Seen)>();
        foreach (var address in ProbedAddress.Of(context).Where(address => !context.FailedAddresses.Contains(address.Name)))
        {
            if (await ProblemOfAsync(context, address, other.Connection, cancel).ConfigureAwait(false) is { } seen)
            {
                problems.Add((address, seen));
            }
            else
            {
                passed.Add(address.Name);
            }
        }

        if (problems.Count > 0 && passed.Count == 0)
        {
            findings.Fail(subject, $"No message from one host reaches consumers on the other: {problems[0].Seen}.", FixOf(context, other));
            return;
        }

        foreach (var (address, seen) in problems)
        {
            findings.Fail(subject, $"{address.Name}: {seen}.", $"On {other.Host}, as on {context.Host}: {AddressAdvice.Rule(context, address.Destination)}");
        }

        if (passed.Count > 0)
        {
            findings.Ok(subject, $"Messages reach consumers on the other host: {string.Join(", ", passed)}.");
        }
    }

    /// <summary>Returns what is wrong with messages from the other host; null if nothing is.</summary>
    private static async Task<string?> ProblemOfAsync(CheckContext context, ProbedAddress address, ProbeConnection from, CancellationToken cancel)
    {
        try
        {
            var probe = await PatternProbe.RunAsync(context, address, cancel, from).ConfigureAwait(false);
            return probe.Problem is { } problem ? problem.Kind == ProbeOutcomeKind.None ? "the host of the sender does not take a message although there are two consumers" : $"a message was not accepted: {problem.Text}"
                : address.IsFanout ? probe.ReachedBoth ? null : "each message reached only one of two consumers"
                : probe.ReachedOne ? null
                : probe.ReachedBoth ? "each message reached both consumers" : "messages were accepted and not delivered";
        }
        catch (ProbeRefusedException refused)
        {
            return $"a link is refused: {refused.Message}";
        }
        catch (MessagingException unprepared)
        {
            return unprepared.Message.TrimEnd('.');
        }
    }

    private static string FixOf(CheckContext context, OtherHost other) => context.OpenConnection.Peer.Product switch
    {
        "qpid-dispatch-router" or "skupper-router" =>
            $"Connect the routers: mode: interior in both, a listener with role: inter-router on one and a connector with role: inter-router to it on the other, which must be up (qdstat -c). Or remove {other.Host} from the URL.",
        "RabbitMQ" => $"Join the nodes into one cluster (rabbitmqctl join_cluster, rabbitmqctl cluster_status), or remove {other.Host} from the URL.",
        _ => $"The hosts of a transport URL must share their queues. Connect them, or remove {other.Host} from the URL.",
    };
}
