namespace Amqp1.Rpc;

/// <summary>The number of requests that a method has served, and the time that they took. Thread-safe.</summary>
internal sealed class MethodStatistics
{
    private long _calls;
    private long _failures;
    private long _total;
    private long _longest;

    /// <summary>The number of requests.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>The number of requests that failed with an exception outside the contract of the method.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>The mean of the times; zero without requests.</summary>
    public TimeSpan Mean => Calls is > 0 and var calls ? TimeSpan.FromTicks(Interlocked.Read(ref _total) / calls) : TimeSpan.Zero;

    /// <summary>The longest of the times.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longest));

    /// <summary>Adds a request that was served.</summary>
    public void Add(TimeSpan elapsed, bool hasFailed)
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Add(ref _total, elapsed.Ticks);
        if (hasFailed)
        {
            Interlocked.Increment(ref _failures);
        }

        for (var longest = Interlocked.Read(ref _longest); elapsed.Ticks > longest;)
        {
            var before = Interlocked.CompareExchange(ref _longest, elapsed.Ticks, longest);
            if (before == longest)
            {
                return;
            }

            longest = before;
        }
    }
}
