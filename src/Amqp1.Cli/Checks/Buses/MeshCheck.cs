using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Checks that the hosts of the URL form one bus: messages that are sent to one of the other hosts must reach consumers on the first host,
/// as often as messages that are sent to the first host itself. In a mesh, the router of the sender chooses between consumers.
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
        foreach (var address in ProbedAddress.Of(context).Where(address => !context.FailedAddresses.Contains(address.Name)))
        {
            var (problem, isConnected) = await ProblemOfAsync(context, address, other.Connection, cancel).ConfigureAwait(false);
            if (problem is null)
            {
                passed.Add(address.Name);
            }
            else if (isConnected)
            {
                findings.Fail(subject, $"{address.Name}: {problem}.", $"On {other.Host}, as on {context.Host}: {AddressAdvice.Rule(context, address.Destination)}");
            }
            else
            {
                // The hosts are as little connected for other addresses.
                findings.Fail(subject, $"No message from one host reaches a consumer on the other: {problem}.", FixOf(context, other));
                return;
            }
        }

        if (passed.Count > 0)
        {
            findings.Ok(subject, $"Messages reach consumers on the other host: {string.Join(", ", passed)}.");
        }
    }

    /// <summary>Returns what is wrong with messages from the other host, null if nothing is, and whether any of them has arrived.</summary>
    private static async Task<(string? Problem, bool IsConnected)> ProblemOfAsync(CheckContext context, ProbedAddress address, ProbeConnection other, CancellationToken cancel)
    {
        try
        {
            var probe = await MeshProbe.RunAsync(context, address, other, cancel).ConfigureAwait(false);
            return (probe.Distribution is { } distribution ? ProblemOf(address, distribution) : probe.Problem, probe.IsConnected);
        }
        catch (ProbeRefusedException refused)
        {
            return ($"a link is refused: {refused.Message}", true);
        }
        catch (MessagingException unprepared)
        {
            return (unprepared.Message.TrimEnd('.'), true);
        }
    }

    private static string? ProblemOf(ProbedAddress address, PatternProbe probe) =>
        probe.Problem is { } problem ? $"a message was not accepted: {problem.Text}"
        : address.IsFanout ? probe.ReachedBoth ? null : "each message reached only one of two consumers"
        : probe.ReachedOne ? null
        : probe.ReachedBoth ? "each message reached both consumers, so that several servers would run one call"
        : $"of {probe.Sent} messages, one consumer received {probe.First} and the other {probe.Second}";

    private static string FixOf(CheckContext context, OtherHost other) => context.OpenConnection.Peer.Product switch
    {
        "qpid-dispatch-router" or "skupper-router" =>
            $"Connect the routers: mode: interior in both, a listener with role: inter-router on one and a connector with role: inter-router to it on the other, which must be up (qdstat -c). Or remove {other.Host} from the URL.",
        "RabbitMQ" => $"Join the nodes into one cluster (rabbitmqctl join_cluster, rabbitmqctl cluster_status), or remove {other.Host} from the URL.",
        _ => $"The hosts of a transport URL must share their queues. Connect them, or remove {other.Host} from the URL.",
    };
}
