namespace Amqp1.Broker.Diagnostics;

/// <summary>Limits the logging of an event that peers can cause at will to once a second, with the number of occurrences. Thread-safe.</summary>
internal sealed class LogLimit(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private long? _logged;
    private int _count;

    /// <summary>Counts the event. If it should be logged now, returns the number of occurrences since it was last logged; otherwise null.</summary>
    public int? Count()
    {
        lock (_gate)
        {
            _count++;
            if (_logged is { } logged && time.GetElapsedTime(logged) < Interval)
            {
                return null;
            }

            var count = _count;
            _count = 0;
            _logged = time.GetTimestamp();
            return count;
        }
    }
}
