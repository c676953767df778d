using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>
/// Work that begins after a while, on the thread pool. For whatever calls AMQPNetLite or may take long, and is no deadline: the clock thread
/// must not wait for the library's locks.
/// </summary>
internal sealed class DelayedWork(Action work, ILogger logger) : Deadline, IThreadPoolWorkItem
{
    internal override void OnExpired() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => Callback.Run(logger, work, static work => work());
}
