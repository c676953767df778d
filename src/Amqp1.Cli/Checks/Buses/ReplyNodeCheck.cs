using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Checks that the peer creates the node on which callers receive replies, and that messages to its address arrive.</summary>
internal sealed class ReplyNodeCheck : ICheck
{
    /// <summary>The addresses of the nodes for replies, as a pattern of a router's policy.</summary>
    private const string ReplyNodes = "*";

    public string Name => "reply-node";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => context.Backend.CarriesRpc ? null : "Notifications have no replies.";

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var connection = context.OpenConnection;
        ProbeReceiver? receiver = null;
        try
        {
            using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
            receiver = await connection.AttachReplyReceiverAsync(credit: 1, limit.Token).ConfigureAwait(false);
            var address = PeerText.Clean(receiver.Address);
            if (string.IsNullOrEmpty(receiver.Address))
            {
                // A router answers with an empty address and then closes the link when its policy does not permit dynamic nodes.
                var refusal = await Task.WhenAny(receiver.Closed, Task.Delay(context.Limits.Quiet, context.Time, cancel)).ConfigureAwait(false) == receiver.Closed
                    ? await receiver.Closed.ConfigureAwait(false)
                    : new ProbeRefusedException("the peer created a node and did not tell its address", null);
                throw refusal;
            }

            var sender = await connection.AttachSenderAsync(receiver.Address, limit.Token).ConfigureAwait(false);
            var outcome = await sender.SendAsync(ProbeMessage.Create(to: receiver.Address), context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            sender.Close();
            if (outcome.IsAccepted && await receiver.NextAsync(context.Limits.Answer, cancel).ConfigureAwait(false) is not null)
            {
                findings.Ok("replies", $"{address} was created, and a message to it has arrived.");
            }
            else
            {
                findings.Fail("replies", $"{address} was created, but a message to it has not arrived: {outcome.Text}.", FixOf(context, outcome));
            }
        }
        catch (ProbeRefusedException refused)
        {
            findings.Fail("replies", $"The peer refuses the node for replies: {refused.Message}.", FixOf(context, refused));
        }
        catch (MessagingException unprepared)
        {
            findings.Fail("replies", unprepared.Message, RabbitAdvice.FixOf(context, unprepared));
        }
        finally
        {
            receiver?.Close();
        }
    }

    private static string FixOf(CheckContext context, ProbeOutcome outcome) =>
        RefusalAdvice.Of(context, $"{outcome.Condition} {outcome.Text}", ReplyNodes)
        ?? (context.OpenConnection.Peer.Product is "qpid-dispatch-router" or "skupper-router" && outcome.Kind == ProbeOutcomeKind.Released
            ? "Write the port of a listener with role: normal in the transport URL. The listener of this port is for edge routers."
            : "Permit all users to send to the addresses of replies, or look into the log of the router or broker.");

    private static string FixOf(CheckContext context, ProbeRefusedException refused) => context.OpenConnection.Peer.Product switch
    {
        "qpid-dispatch-router" or "skupper-router" when !refused.IsUnauthorized && RefusalAdvice.Of(context, $"{refused.Condition} {refused.Message}") is { } fix => fix,
        "qpid-dispatch-router" or "skupper-router" => "vhost policy: allowDynamicSource: true",
        "qpid-cpp" => RefusalAdvice.Of(context, $"{refused.Condition} {refused.Message}") ?? "Look into the log of qpidd.",
        "RabbitMQ" => "Write rabbit:// instead of amqp:// in the transport URL, and set no address mode.",
        _ => refused.IsUnauthorized
            ? "Permit the user to create dynamic nodes, on which replies arrive."
            : "Use a router or broker that supports dynamic nodes.",
    };
}
