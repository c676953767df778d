using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Deadlines;

/// <summary>
/// Work that starts after a delay, on the thread pool. For work that calls AMQPNetLite or may take long: the clock thread must not wait
/// for the locks of the library.
/// </summary>
internal sealed class DelayedWork(Action work, ILogger logger) : Deadline, IThreadPoolWorkItem
{
    internal override void OnExpired() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => Callback.Run(logger, work, static work => work());
}
