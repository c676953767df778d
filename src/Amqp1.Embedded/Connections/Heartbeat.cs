namespace Amqp1.Embedded.Connections;

/// <summary>
/// Both idle time-outs of a connection (AMQP 1.0 part 2, section 2.4.5) on one timer. Reads and writes only set a flag. The timer
/// ticks at a quarter of the peer's limit, so that an empty frame leaves after half of it at the latest.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>A peer that wants a sign of life more often than this gets them this often.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly Connection _connection;
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly ITimer _timer;
    private readonly bool _beats;
    private long _lastHeard;
    private bool _heard;
    private bool _sent;

    public Heartbeat(Connection connection, TimeSpan limit, uint peerLimitMilliseconds)
    {
        _connection = connection;
        _time = connection.Router.Time;
        _limit = limit;
        _beats = peerLimitMilliseconds > 0;
        _lastHeard = _time.GetTimestamp();
        var period = _limit > TimeSpan.Zero ? _limit / 4 : Timeout.InfiniteTimeSpan;
        if (_beats)
        {
            var beat = TimeSpan.FromMilliseconds(peerLimitMilliseconds) / 4;
            period = period == Timeout.InfiniteTimeSpan || beat < period ? beat : period;
        }

        if (period != Timeout.InfiniteTimeSpan && period < Shortest)
        {
            period = Shortest;
        }

        _timer = _time.CreateTimer(static state => ((Heartbeat)state!).Tick(), this, period, period);
    }

    public void Heard() => _heard = true;

    public void Sent() => _sent = true;

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        if (_heard)
        {
            _heard = false;
            _lastHeard = _time.GetTimestamp();
        }
        else if (_limit > TimeSpan.Zero && _time.GetElapsedTime(_lastHeard) >= _limit)
        {
            _connection.CloseIdle();
            return;
        }

        if (_beats && !_sent)
        {
            _connection.SendEmptyFrame();
        }

        _sent = false;
    }
}
