namespace Amqp1.Bus;

/// <summary>The delays between attempts to connect: multiplied each time up to a cap (docs/spec/connection.md#reconnecting), and shortened at random.</summary>
/// <remarks>
/// Without the random part, all the clients of a router that restarts would come back at the same moment, and again after each delay.
/// </remarks>
internal sealed class Backoff
{
    /// <summary>A factor of zero means "no delay" upstream; without a floor that is a reconnect storm (docs/spec/edge-cases.md, case 47).</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _initial;
    private readonly int _factor;
    private readonly TimeSpan _cap;
    private readonly Random _random;
    private TimeSpan _next;

    public Backoff(TimeSpan initial, int factor, TimeSpan cap, Random random)
    {
        _initial = initial;
        _factor = factor;
        _cap = cap;
        _random = random;
        _next = initial;
    }

    /// <summary>The delay before the next attempt: at least half of what it is without the random part, and never more.</summary>
    public TimeSpan Next()
    {
        var delay = _next < _cap ? _next : _cap;
        _next = _factor == 0 ? Floor : delay * _factor;
        return delay * (1 - (_random.NextDouble() / 2));
    }

    public void Reset() => _next = _initial;
}
