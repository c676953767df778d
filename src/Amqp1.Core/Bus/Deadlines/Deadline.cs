namespace Amqp1.Bus.Deadlines;

/// <summary>An action that runs at its due time unless it is removed before. An entry of <see cref="DeadlineTimer"/>.</summary>
internal abstract class Deadline
{
    internal long Due;
    internal int Slot = -1;
    internal Deadline? Next;
    internal Deadline? Previous;

    /// <summary>
    /// Called once, on the clock thread (or on the thread that advances a fake clock). Must not block, run code of the application, call
    /// AMQPNetLite or throw. Completing a task is allowed if its continuations run asynchronously.
    /// </summary>
    internal abstract void OnExpired();
}
