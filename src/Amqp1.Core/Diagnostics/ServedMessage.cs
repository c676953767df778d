namespace Amqp1.Diagnostics;

/// <summary>
/// The request or notification that is being served. The calls, casts and notifications that its handler sends must not outlast its
/// deadline, and belong to its trace.
/// </summary>
/// <remarks>
/// It flows with the execution context, which is captured by everything that a handler starts, such as tasks, timers and singletons that
/// are created lazily. Such work can continue long after the handler has ended. Therefore the flow contains this object instead of the
/// values, and the object is cleared when the handler ends. Thread-safe.
/// </remarks>
internal sealed class ServedMessage : IDisposable
{
    private static readonly AsyncLocal<ServedMessage?> Ambient = new();

    private readonly long? _due;
    private readonly TraceContext? _trace;
    private volatile bool _hasEnded;

    private ServedMessage(long? due, TraceContext? trace)
    {
        _due = due;
        _trace = trace;
    }

    /// <summary>
    /// The time stamp at which the caller of the request stops waiting; null when nothing is served or the request contains no deadline.
    /// </summary>
    public static long? Due => Ambient.Value is { _hasEnded: false } served ? served._due : null;

    /// <summary>The trace context that was received with the message; null when nothing is served or the message contains none.</summary>
    public static TraceContext? Trace => Ambient.Value is { _hasEnded: false } served ? served._trace : null;

    /// <summary>
    /// Makes the message the current one in the flow of the calling method, until that method returns or the result is disposed. Returns
    /// null, without cost, when there are no values to carry.
    /// </summary>
    public static ServedMessage? Begin(long? due, TraceContext? trace)
    {
        if (due is null && trace is null)
        {
            return null;
        }

        var served = new ServedMessage(due, trace);
        Ambient.Value = served;
        return served;
    }

    /// <summary>Ends it for all code that has captured it.</summary>
    public void Dispose() => _hasEnded = true;
}
