using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Checks every kind of address that the options produce, with two consumers and a sender: a fanout must reach both, every other message
/// exactly one.
/// </summary>
internal sealed class AddressesCheck : ICheck
{
    public string Name => "address";

    public IReadOnlyList<string> Needs => ["connection"];

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        foreach (var address in ProbedAddress.Of(context))
        {
            var of = new CheckFindings(Name, findings.Add);
            try
            {
                var probe = await PatternProbe.RunAsync(context, address, cancel).ConfigureAwait(false);
                Report(context, address, probe, of);
            }
            catch (ProbeRefusedException refused)
            {
                of.Fail(Subject(context, address), $"The peer refuses the link: {refused.Message}.", AddressAdvice.Refused(context, address.Destination, refused));
            }
            catch (MessagingException unprepared)
            {
                of.Fail(Subject(context, address), unprepared.Message, RabbitAdvice.FixOf(context, unprepared));
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                of.Fail(Subject(context, address), $"The peer did not answer the attach within {context.Limits.Answer.TotalSeconds:0.#} s.", AddressAdvice.Rule(context, address.Destination));
            }

            if (of.HasFailed)
            {
                context.FailedAddresses.Add(address.Name);
            }
        }
    }

    private static string Subject(CheckContext context, ProbedAddress address) =>
        $"{address.Name}: {PeerText.Clean(context.OpenConnection.Dialect.Topology.SenderAddressOf(address.Destination).Replace(context.ProbeTopic, "{topic}", StringComparison.Ordinal), 200)}";

    private static void Report(CheckContext context, ProbedAddress address, PatternProbe probe, CheckFindings findings)
    {
        var subject = Subject(context, address);
        var fix = AddressAdvice.Rule(context, address.Destination);
        if (probe.Problem is { } problem)
        {
            findings.Fail(subject, problem.Kind == ProbeOutcomeKind.None
                ? "The peer does not take the message although there are two consumers."
                : $"The message was not accepted although there are two consumers: {problem.Text}.", AddressAdvice.NotDelivered(context, address.Destination));
        }
        else if (probe.ReachedNone)
        {
            findings.Fail(subject, "The peer accepted the messages and delivered none of them to the two consumers.", AddressAdvice.NotDelivered(context, address.Destination));
        }
        else if (address.IsFanout)
        {
            Expect(probe.ReachedBoth, "Each message reached both consumers.", probe.ReachedOne ? "Each message reached only one of two consumers." : Counts(probe));
        }
        else
        {
            Expect(probe.ReachedOne, "Each message reached one of two consumers.", probe.ReachedBoth ? "Each message reached both consumers, so that several servers would run one call." : Counts(probe));
        }

        void Expect(bool isAsExpected, string seen, string otherwise)
        {
            if (isAsExpected)
            {
                findings.Ok(subject, seen);
            }
            else
            {
                findings.Fail(subject, otherwise, fix);
            }
        }
    }

    private static string Counts(PatternProbe probe) => $"Of {probe.Sent} messages, one consumer received {probe.First} and the other {probe.Second}.";
}
