using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>The distribution of messages to a consumer on the first host and one on another host, from a sender on the other host.</summary>
/// <param name="IsConnected">Whether a message reached the first host while it had the only consumer.</param>
/// <param name="Distribution">The distribution to both consumers; null if the hosts are not connected.</param>
/// <param name="Problem">The reason why the hosts are not connected; null if they are.</param>
internal sealed record MeshProbe(bool IsConnected, PatternProbe? Distribution, string? Problem)
{
    private const int Credit = 8;

    /// <summary>
    /// Sends a message to the only consumer, on the first host, which shows that both hosts know it. A consumer on the other host comes
    /// then, because the router of the sender chooses between consumers.
    /// </summary>
    /// <param name="context">The first host and the limits.</param>
    /// <param name="address">The address.</param>
    /// <param name="other">The connection to the other host.</param>
    /// <param name="cancel">Cancels the probe.</param>
    /// <exception cref="ProbeRefusedException">A host refuses one of the links, or closes one with a reason.</exception>
    public static async Task<MeshProbe> RunAsync(CheckContext context, ProbedAddress address, ProbeConnection other, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        Guid[] consumers = [Guid.NewGuid(), Guid.NewGuid()];
        var receivers = new List<ProbeReceiver>();
        ProbeSender? sender = null;
        try
        {
            receivers.Add(await context.OpenConnection.AttachReceiverAsync(address.Destination, consumers[0], Credit, limit.Token).ConfigureAwait(false));
            sender = await other.AttachSenderAsync(address.Destination, limit.Token).ConfigureAwait(false);
            var first = await sender.SendAsync(ProbeMessage.Create(), context.Limits.Answer, context.Time, cancel, receivers[0].Closed).ConfigureAwait(false);
            if (!first.IsAccepted || await receivers[0].NextAsync(context.Limits.Answer, cancel).ConfigureAwait(false) is null)
            {
                return new MeshProbe(false, null, first.IsAccepted ? "the message was accepted and not delivered"
                    : first.Kind == ProbeOutcomeKind.None ? "the host of the sender does not take the message" : $"the message was not accepted: {first.Text}");
            }

            using var second = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
            receivers.Add(await other.AttachReceiverAsync(address.Destination, consumers[1], Credit, second.Token).ConfigureAwait(false));
            var distribution = await PatternProbe.SendAsync(context, receivers, sender, cancel).ConfigureAwait(false);
            return new MeshProbe(true, distribution with { First = distribution.First - 1 }, null);
        }
        finally
        {
            sender?.Close();
            receivers.ForEach(receiver => receiver.Close());
            await PatternProbe.ReleaseAsync(context, context.OpenConnection, address, consumers[0]).ConfigureAwait(false);
            await PatternProbe.ReleaseAsync(context, other, address, consumers[1]).ConfigureAwait(false);
        }
    }
}
