using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>The distribution of messages to two consumers of one address.</summary>
/// <param name="Sent">The number of sent messages, which the peer has accepted.</param>
/// <param name="First">The number of messages that the first consumer received.</param>
/// <param name="Second">The number of messages that the second consumer received.</param>
/// <param name="Problem">The outcome of the first message that was not accepted; null if all were accepted.</param>
internal sealed record PatternProbe(int Sent, int First, int Second, ProbeOutcome? Problem)
{
    private const int Messages = 3;
    private const int Credit = 2 * Messages;

    public bool ReachedBoth => Sent == Messages && First == Sent && Second == Sent;

    public bool ReachedOne => Sent == Messages && First + Second == Sent;

    public bool ReachedNone => First + Second == 0;

    /// <summary>Attaches two consumers and a sender, in this order, and sends messages one after the other.</summary>
    /// <param name="context">The connection of the consumers, and the limits.</param>
    /// <param name="address">The address.</param>
    /// <param name="cancel">Cancels the probe.</param>
    /// <exception cref="ProbeRefusedException">The peer refuses one of the links, or closes one with a reason.</exception>
    public static async Task<PatternProbe> RunAsync(CheckContext context, ProbedAddress address, CancellationToken cancel)
    {
        var connection = context.OpenConnection;
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        Guid[] consumers = [Guid.NewGuid(), Guid.NewGuid()];
        var receivers = new List<ProbeReceiver>();
        ProbeSender? sender = null;
        try
        {
            foreach (var consumer in consumers)
            {
                receivers.Add(await connection.AttachReceiverAsync(address.Destination, consumer, Credit, limit.Token).ConfigureAwait(false));
            }

            sender = await connection.AttachSenderAsync(address.Destination, limit.Token).ConfigureAwait(false);
            return await SendAsync(context, receivers, sender, cancel).ConfigureAwait(false);
        }
        finally
        {
            sender?.Close();
            receivers.ForEach(receiver => receiver.Close());
            foreach (var consumer in consumers)
            {
                await ReleaseAsync(context, connection, address, consumer).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes the queue of a consumer, if it has one of its own. Does not throw.</summary>
    public static async Task ReleaseAsync(CheckContext context, ProbeConnection connection, ProbedAddress address, Guid consumer)
    {
        try
        {
            await connection.Dialect.Topology.ReleaseReceiverAsync(address.Destination, consumer, CancellationToken.None).AsTask()
                .WaitAsync(context.Limits.Answer, context.Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is MessagingException or TimeoutException)
        {
            // The queue was not declared because of the failure that is reported, or it expires at the peer.
        }
    }

    /// <summary>Sends messages one after the other, and counts those that each of two consumers receives.</summary>
    /// <exception cref="ProbeRefusedException">The peer closes one of the links with a reason.</exception>
    public static async Task<PatternProbe> SendAsync(CheckContext context, List<ProbeReceiver> receivers, ProbeSender sender, CancellationToken cancel)
    {
        var sent = 0;
        ProbeOutcome? problem = null;
        var ended = Task.WhenAny(receivers.Select(receiver => receiver.Closed));
        while (sent < Messages && problem is null)
        {
            var outcome = await sender.SendAsync(ProbeMessage.Create(), context.Limits.Answer, context.Time, cancel, ended).ConfigureAwait(false);
            if (outcome.IsAccepted)
            {
                sent++;
            }
            else
            {
                problem = outcome;
            }
        }

        await WaitForCopiesAsync(context, receivers, sent, cancel).ConfigureAwait(false);

        // A router accepts a link first and closes it when its policy does not permit it.
        return receivers.FirstOrDefault(receiver => receiver.Closed.IsCompleted) is { } closed ? throw await closed.Closed.ConfigureAwait(false)
            : problem is { Kind: ProbeOutcomeKind.Closed } end ? throw new ProbeRefusedException(end.Text, end.Condition)
            : new PatternProbe(sent, receivers[0].Count, receivers[1].Count, problem);
    }

    /// <summary>Completes when both consumers have received all messages, or when a broker has had time to deliver them.</summary>
    private static async Task WaitForCopiesAsync(CheckContext context, List<ProbeReceiver> receivers, int sent, CancellationToken cancel)
    {
        var start = context.Time.GetTimestamp();
        foreach (var receiver in receivers)
        {
            for (var taken = 0; taken < sent; taken++)
            {
                var left = context.Limits.Quiet - context.Time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || await receiver.NextAsync(left, cancel).ConfigureAwait(false) is not { } arrival)
                {
                    break;
                }

                TimeStamps.Collect(context, arrival);
            }
        }
    }
}
