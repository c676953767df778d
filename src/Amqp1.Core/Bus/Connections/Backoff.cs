namespace Amqp1.Bus.Connections;

/// <summary>
/// The delays between connection attempts. Each delay is multiplied up to a cap (docs/spec/connection.md#reconnecting) and shortened at
/// random.
/// </summary>
/// <remarks>
/// Without the random part, all clients of a restarted router would reconnect at the same moment, and again after each delay.
/// </remarks>
internal sealed class Backoff
{
    /// <summary>
    /// The delay when the factor is zero. Upstream, a factor of zero means "no delay"; without a minimum it would cause a reconnect storm
    /// (docs/spec/edge-cases.md, case 47).
    /// </summary>
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

    /// <summary>Returns the delay before the next attempt: between half of the computed delay and all of it.</summary>
    public TimeSpan Next()
    {
        var delay = _next < _cap ? _next : _cap;
        _next = _factor == 0 ? Floor : delay * _factor;
        return delay * (1 - (_random.NextDouble() / 2));
    }

    public void Reset() => _next = _initial;
}
