using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Checks that the peer creates the node on which callers receive replies, and that messages to its address arrive.</summary>
internal sealed class ReplyNodeCheck : ICheck
{
    public string Name => "reply-node";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => context.Backend.CarriesRpc ? null : "Notifications have no replies.";

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var connection = context.OpenConnection;
        ProbeReceiver? receiver = null;
        try
        {
            using var limit = new CancellationTokenSource(context.Limits.Answer, context.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
            receiver = await connection.AttachReplyReceiverAsync(credit: 1, either.Token).ConfigureAwait(false);
            var address = PeerText.Clean(receiver.Address);
            if (string.IsNullOrEmpty(receiver.Address))
            {
                findings.Fail("replies", "The peer created a node and did not tell its address.", "Use a router or broker that supports dynamic nodes.");
                return;
            }

            var sender = await connection.AttachSenderAsync(receiver.Address, either.Token).ConfigureAwait(false);
            var outcome = await sender.SendAsync(ProbeMessage.Create(to: receiver.Address), context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            sender.Close();
            if (outcome.IsAccepted && await receiver.NextAsync(context.Limits.Answer, cancel).ConfigureAwait(false) is not null)
            {
                findings.Ok("replies", $"{address} was created, and a message to it has arrived.");
            }
            else
            {
                findings.Fail("replies", $"{address} was created, but a message to it has not arrived: {outcome.Text}.", "Permit all users to send to the addresses of replies, or look into the log of the router or broker.");
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

    private static string FixOf(CheckContext context, ProbeRefusedException refused) => context.OpenConnection.Peer.Product switch
    {
        "qpid-dispatch-router" or "skupper-router" => "vhost policy: allowDynamicSource: true",
        "qpid-cpp" => "qpidd.acl: acl allow all create queue, and acl allow all consume queue",
        "RabbitMQ" => "Write rabbit:// instead of amqp:// in the transport URL, and set no address mode.",
        _ => refused.IsUnauthorized
            ? "Permit the user to create dynamic nodes, on which replies arrive."
            : "Use a router or broker that supports dynamic nodes.",
    };
}
