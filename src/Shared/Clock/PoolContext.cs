using Amqp1.Transport.Clock;

namespace Amqp1.Transport;

/// <summary>
/// The synchronization context of the <see cref="ClockThread"/>. It posts all work to the thread pool. It also prevents the runtime from
/// continuing an <c>await</c> on the thread that completes the awaited task, as it does on a thread with the default context.
/// </summary>
internal sealed class PoolContext : SynchronizationContext
{
    /// <inheritdoc />
    public override void Post(SendOrPostCallback d, object? state) =>
        ThreadPool.UnsafeQueueUserWorkItem(static work => work.Callback(work.State), (Callback: d, State: state), preferLocal: false);

    /// <inheritdoc />
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The clock thread does not run other code.");

    /// <inheritdoc />
    public override SynchronizationContext CreateCopy() => this;
}
