using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Checks whether the peer has an anonymous relay, over which a sender can reach any address on one link. The drivers attach a link for
/// each address, so that it is not required.
/// </summary>
internal sealed class RelayCheck : ICheck
{
    private const string Subject = "anonymous relay";

    public string Name => "relay";

    public IReadOnlyList<string> Needs => ["connection"];

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        try
        {
            using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
            var sender = await context.OpenConnection.AttachSenderAsync(address: null, limit.Token).ConfigureAwait(false);
            sender.Close();
            findings.Ok(Subject, "It is offered.");
        }
        catch (ProbeRefusedException refused)
        {
            findings.Ok(Subject, $"It is not offered ({refused.Message}). This driver does not need it.");
        }
    }
}
