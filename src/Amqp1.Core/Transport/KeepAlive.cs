namespace Amqp1.Transport;

/// <summary>
/// Both idle time-outs of a connection (AMQP 1.0 part 2, section 2.4.5): sends the peer a sign of life when nothing was written for half of
/// the time that it has announced, and ends the connection when nothing was heard from the peer for too long.
/// </summary>
/// <remarks>
/// <para>
/// Runs on the <see cref="ClockThread"/>, so that neither depends on the thread pool. While methods of the application block the whole pool,
/// bytes of the peer stay unread in the socket; they count as life of the peer.
/// </para>
/// <para>
/// One limit remains. A write that the socket cannot take at once, because the peer is slow to read and all buffers are full, is completed by
/// the thread pool, and nothing else can be written before. While the pool is blocked, such a peer hears as much of us as is in the
/// buffers (hundreds of kilobytes, usually) and nothing more until a pool thread is free.
/// </para>
/// </remarks>
internal sealed class KeepAlive : IDisposable
{
    /// <summary>A peer that wants signs of life more often than this gets them this often.</summary>
    private static readonly TimeSpan ShortestBeat = TimeSpan.FromMilliseconds(10);

    /// <summary>Not every clock takes longer waits.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly IKeptAlive _connection;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _limit;
    private readonly TimeSpan _beat;
    private readonly ITimer? _timer;
    private long _lastUnread;
    private volatile bool _ended;

    private KeepAlive(IKeptAlive connection, TimeProvider clock, TimeSpan limit, TimeSpan peerLimit)
    {
        _connection = connection;
        _clock = clock;
        _limit = limit;
        _beat = peerLimit > TimeSpan.Zero && peerLimit / 2 < ShortestBeat ? ShortestBeat : peerLimit / 2;
        _lastUnread = clock.GetTimestamp();
        if (limit > TimeSpan.Zero || peerLimit > TimeSpan.Zero)
        {
            _timer = clock.CreateTimer(static state => ((KeepAlive)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Starts to watch a connection; disposing the result ends that.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="clock">The clock, from <see cref="ClockThread.For"/>.</param>
    /// <param name="limit">For how long the peer may be silent; zero for any time.</param>
    /// <param name="peerLimit">The idle time-out that the peer has announced; zero for none.</param>
    public static KeepAlive Start(IKeptAlive connection, TimeProvider clock, TimeSpan limit, TimeSpan peerLimit)
    {
        var made = new KeepAlive(connection, clock, limit, peerLimit);
        made.Schedule(made._beat > TimeSpan.Zero ? made._beat : LongestWait, limit);
        return made;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ended = true;
        _timer?.Dispose();
    }

    private void OnTimer()
    {
        if (_ended)
        {
            return;
        }

        var silence = Silence();
        if (_limit > TimeSpan.Zero && silence >= _limit)
        {
            Dispose();
            _connection.OnPeerSilent(silence);
            return;
        }

        Schedule(_beat > TimeSpan.Zero ? UntilBeat() : LongestWait, _limit - silence);
    }

    private void Schedule(TimeSpan untilBeat, TimeSpan untilSilent)
    {
        var wait = _limit > TimeSpan.Zero ? Min(untilBeat, untilSilent) : untilBeat;
        _timer?.Change(Min(wait, LongestWait), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Silence()
    {
        var now = _clock.GetTimestamp();
        if (_limit > TimeSpan.Zero && _connection.HasUnread)
        {
            _lastUnread = now;
        }

        return _clock.GetElapsedTime(Math.Max(_lastUnread, _connection.LastReceived), now);
    }

    /// <summary>Sends a sign of life if it is time, and returns when to look again.</summary>
    private TimeSpan UntilBeat()
    {
        var left = Left();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        _connection.SendSignOfLife();
        left = Left();

        // Nothing could be written because a write is under way, which is about to end, or waits for the peer.
        return left > TimeSpan.Zero ? left : _beat / 2;
    }

    private TimeSpan Left() => _beat - _clock.GetElapsedTime(_connection.LastSent);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
