using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Bus.Connections;

namespace Amqp1.Cli.Management;

/// <summary>Reads messages of a queue without removing them: a link that copies instead of moving.</summary>
internal static class QueueBrowser
{
    /// <summary>The time within which the next message of a queue arrives. Those that a consumer holds never do.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(1);

    /// <summary>Returns the oldest messages.</summary>
    /// <param name="sessions">The sessions of the connection.</param>
    /// <param name="queue">The name of an existing queue.</param>
    /// <param name="count">The maximum number of messages.</param>
    /// <param name="timeout">The time limit of attaching the link.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="Execution.CommandFailedException">The peer refuses the link.</exception>
    /// <exception cref="MessagingTimeoutException">The peer does not answer in time.</exception>
    public static async Task<IReadOnlyList<Message>> ReadAsync(LinkSessions sessions, string queue, int count, TimeSpan timeout, CancellationToken cancel)
    {
        var name = $"amqp1-browser-{Guid.NewGuid():N}";
        var answered = new LinkAnswer(queue);
        var link = new ReceiverLink(
            sessions.Take(), name, new Attach { Source = new Source { Address = queue, DistributionMode = new Symbol("copy") }, Target = new Amqp.Framing.Target { Address = name } }, answered.OnAttached);
        link.AddClosedCallback(answered.OnClosed);
        await answered.WaitAsync(timeout, cancel).ConfigureAwait(false);
        link.SetCredit(count, CreditMode.Drain);
        var messages = new List<Message>();
        while (messages.Count < count && await link.ReceiveAsync(Gap).WaitAsync(cancel).ConfigureAwait(false) is { } message)
        {
            link.Accept(message);
            messages.Add(message);
        }

        await link.CloseAsync(timeout, null).WaitAsync(cancel).ConfigureAwait(false);
        return messages;
    }
}
