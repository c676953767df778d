using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// Removes the oldest waiting messages of a queue, over several turns if they are many. Messages that arrive after it was created remain.
/// </summary>
/// <param name="queue">The queue.</param>
/// <param name="chores">The limit of a turn.</param>
/// <param name="most">The maximum number of messages.</param>
/// <param name="take">Handles a message that has left the queue; null if it is only dropped.</param>
/// <param name="done">Called at the end with the number of removed messages.</param>
internal sealed class QueueDrain(QueueNode queue, Chores chores, long most, Action<QueuedMessage>? take, Action<long>? done) : IChore
{
    private readonly long _last = queue.Messages.LastSequence;
    private long _removed;
    private bool _isDone;

    public bool Continue()
    {
        while (!_isDone && _removed < most && queue.Messages.Waiting.First is { } message && message.Sequence <= _last)
        {
            if (!chores.Spend())
            {
                return false;
            }

            _removed++;
            queue.Leave(message, isMoved: take is not null);
            take?.Invoke(message);
        }

        if (!_isDone && _removed < most && queue.Durable is { } durable && durable.ContinueWhenLoaded(this))
        {
            return true;
        }

        if (!_isDone)
        {
            _isDone = true;
            done?.Invoke(_removed);
        }

        return true;
    }
}
