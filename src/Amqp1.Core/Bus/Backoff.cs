namespace Amqp1.Bus;

/// <summary>The delays between attempts to connect: multiplied each time up to a cap (specification B.4).</summary>
internal sealed class Backoff
{
    /// <summary>A factor of zero means "no delay" upstream; without a floor that is a reconnect storm (H.1, 47).</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _initial;
    private readonly int _factor;
    private readonly TimeSpan _cap;
    private TimeSpan _next;

    public Backoff(TimeSpan initial, int factor, TimeSpan cap)
    {
        _initial = initial;
        _factor = factor;
        _cap = cap;
        _next = initial;
    }

    /// <summary>The delay before the next attempt.</summary>
    public TimeSpan Next()
    {
        var delay = _next < _cap ? _next : _cap;
        _next = _factor == 0 ? Floor : delay * _factor;
        return delay;
    }

    public void Reset() => _next = _initial;
}
