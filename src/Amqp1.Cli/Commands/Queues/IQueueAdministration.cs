using Amqp1.Cli.Execution;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Queues;

/// <summary>Administers the queues of a broker. Each method throws <see cref="CommandFailedException"/> if the broker refuses the request.</summary>
internal interface IQueueAdministration : IAsyncDisposable
{
    /// <summary>Returns all queues and durable subscriptions.</summary>
    Task<IReadOnlyList<ManagementRow>> ListAsync(CancellationToken cancel);

    /// <summary>Returns waiting messages in order, starting with a sequence number. They stay in the queue.</summary>
    /// <param name="queue">The name of the queue.</param>
    /// <param name="fromSequence">The first sequence number.</param>
    /// <param name="count">The maximum number of messages; at most <see cref="QueueAdministration.MaxPeeked"/> are returned.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<IReadOnlyList<QueueMessage>> PeekAsync(string queue, long fromSequence, int count, CancellationToken cancel);

    /// <summary>Creates a queue that stays without links and messages, or makes a queue stay that was created on use.</summary>
    Task CreateAsync(string queue, CancellationToken cancel);

    /// <summary>Drops all waiting messages, and returns their number.</summary>
    Task<long> PurgeAsync(string queue, CancellationToken cancel);

    /// <summary>Moves the oldest waiting messages to another queue, and returns their number.</summary>
    /// <param name="queue">The name of the queue.</param>
    /// <param name="target">The name of the other queue.</param>
    /// <param name="count">The maximum number of messages; null for all.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<long> MoveAsync(string queue, string target, long? count, CancellationToken cancel);
}
