using Amqp1.Cli.Execution;

namespace Amqp1.Cli.Commands.Queues;

/// <summary>Moves messages of a dead-letter queue back to the queues to which they were sent.</summary>
internal static class Replay
{
    /// <summary>
    /// Moves the oldest messages in order, each to the queue whose address the message contains, and returns the numbers by queue. Stops
    /// before the first message that contains no address.
    /// </summary>
    /// <param name="queues">The administration of the queues.</param>
    /// <param name="queue">The dead-letter queue.</param>
    /// <param name="most">The maximum number of messages.</param>
    /// <param name="existing">The names of the queues that exist. Created ones are added.</param>
    /// <param name="create">Whether queues that do not exist are created.</param>
    /// <param name="cancel">Cancels the replay between two requests.</param>
    /// <exception cref="CommandFailedException">A queue does not exist, or the broker refuses a request.</exception>
    public static async Task<IReadOnlyDictionary<string, long>> RunAsync(
        IQueueAdministration queues, string queue, long most, ISet<string> existing, bool create, CancellationToken cancel)
    {
        var moved = new Dictionary<string, long>(StringComparer.Ordinal);
        while (most > 0)
        {
            var messages = await queues.PeekAsync(queue, 0, (int)Math.Min(most, QueueAdministration.MaxPeeked), cancel).ConfigureAwait(false);
            if (messages.Count == 0 || messages[0].To is not { Length: > 0 } target || target == queue)
            {
                break;
            }

            if (!existing.Contains(target))
            {
                await CreateAsync(queues, target, create, cancel).ConfigureAwait(false);
                existing.Add(target);
            }

            // Messages with the same address that follow each other are moved together, so that the order is kept.
            var run = messages.TakeWhile(message => message.To == target).Count();
            var count = await queues.MoveAsync(queue, target, run, cancel).ConfigureAwait(false);
            if (count == 0)
            {
                break;
            }

            moved[target] = moved.GetValueOrDefault(target) + count;
            most -= count;
        }

        return moved;
    }

    /// <summary>Creates a queue. The broker deletes a queue that it has created on use when it has neither links nor messages.</summary>
    private static Task CreateAsync(IQueueAdministration queues, string target, bool create, CancellationToken cancel) => create
        ? queues.CreateAsync(target, cancel)
        : throw new CommandFailedException(
            ExitCode.Failed, $"The queue {target}, to which the oldest message was sent, does not exist any more. Add --create to create it, or start a listener, which does that, too.");
}
