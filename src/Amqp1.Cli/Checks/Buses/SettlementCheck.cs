using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Checks what becomes of a message that a consumer releases: a router tells the sender, a broker delivers the message again. A server
/// that stops releases requests that it has not begun.
/// </summary>
internal sealed class SettlementCheck : ICheck
{
    public string Name => "settlement";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => ProbedAddress.Calling(context).ReasonToSkip(context);

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var address = ProbedAddress.Calling(context);
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        var receiver = await context.OpenConnection.AttachReceiverAsync(address.Destination, Guid.NewGuid(), credit: 1, limit.Token).ConfigureAwait(false);
        receiver.Releases = true;
        var sender = await context.OpenConnection.AttachSenderAsync(address.Destination, limit.Token).ConfigureAwait(false);
        try
        {
            var outcome = await sender.SendAsync(ProbeMessage.Create(), context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            var released = await receiver.NextAsync(context.Limits.Answer, cancel).ConfigureAwait(false);
            receiver.Close();
            if (outcome.Kind is ProbeOutcomeKind.Released or ProbeOutcomeKind.Modified)
            {
                findings.Ok(address.Name, "The sender learns the outcome of the consumer. A released message is sent again by its sender.");
            }
            else if (outcome.IsAccepted && released is not null && await IsDeliveredAgainAsync(context, address, cancel).ConfigureAwait(false))
            {
                findings.Ok(address.Name, "The peer accepts messages itself. A released message is delivered again.");
            }
            else
            {
                findings.Warn(address.Name, $"A message that a consumer released was not delivered again, and its sender was told: {outcome.Text}. Requests are lost when a server stops.",
                    "Use a router or broker that returns or redelivers released messages.");
            }
        }
        finally
        {
            sender.Close();
            receiver.Close();
        }
    }

    private static async Task<bool> IsDeliveredAgainAsync(CheckContext context, ProbedAddress address, CancellationToken cancel)
    {
        var receiver = await context.OpenConnection.AttachReceiverAsync(address.Destination, Guid.NewGuid(), credit: 1, cancel).ConfigureAwait(false);
        try
        {
            return await receiver.NextAsync(context.Limits.Answer, cancel).ConfigureAwait(false) is not null;
        }
        finally
        {
            receiver.Close();
        }
    }
}
