using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Harness;

/// <summary>A fake clock that counts how often its timers have fired.</summary>
internal sealed class WakeCounter : TimeProvider
{
    private int _wakes;

    public FakeTimeProvider Fake { get; } = new();

    public int Wakes => Volatile.Read(ref _wakes);

    public override TimeZoneInfo LocalTimeZone => Fake.LocalTimeZone;

    public override long TimestampFrequency => Fake.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Fake.GetUtcNow();

    public override long GetTimestamp() => Fake.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Fake.CreateTimer(
        given =>
        {
            Interlocked.Increment(ref _wakes);
            callback(given);
        },
        state,
        dueTime,
        period);
}
