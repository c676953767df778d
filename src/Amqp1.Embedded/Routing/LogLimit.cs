namespace Amqp1.Embedded.Routing;

/// <summary>Lets an event that strangers can cause at will be logged once a second, with the number of times it happened. Thread-safe.</summary>
internal sealed class LogLimit(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private long? _logged;
    private int _count;

    /// <summary>Counts the event. Returns how often it has happened since it was last logged if it is to be logged now, or else null.</summary>
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
