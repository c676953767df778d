using Amqp1.Transport.Clock;

namespace Amqp1.Transport;

/// <summary>
/// Implements both idle time-outs of a connection (AMQP 1.0 part 2, section 2.4.5). It sends a heartbeat when nothing was written for half
/// of the time-out that the peer has announced, and ends the connection when the peer was silent for too long.
/// </summary>
/// <remarks>
/// <para>
/// Both run on the <see cref="ClockThread"/>, so that they do not depend on the thread pool. While methods of the application block the
/// whole pool, bytes of the peer stay unread in the socket. These bytes count as activity of the peer.
/// </para>
/// <para>
/// One limitation remains. If the socket cannot accept a write at once, because the peer reads slowly and all buffers are full, the thread
/// pool completes the write, and nothing else can be written before. While the pool is blocked, such a peer receives only the data in the
/// buffers (usually hundreds of kilobytes) until a pool thread is free.
/// </para>
/// </remarks>
internal sealed class KeepAlive : IDisposable
{
    /// <summary>The shortest interval between heartbeats, which also applies to a peer that requests a shorter one.</summary>
    private static readonly TimeSpan ShortestBeat = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest wait of the timer. Not every clock supports longer waits.</summary>
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

    /// <summary>Starts to watch a connection. Disposing the result stops the watch.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="clock">The clock, from <see cref="ClockThread.For"/>.</param>
    /// <param name="limit">The longest time that the peer may be silent; zero for no limit.</param>
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

    /// <summary>Sends a heartbeat if it is due, and returns the time until the next check.</summary>
    private TimeSpan UntilBeat()
    {
        var left = Left();
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        _connection.SendSignOfLife();
        left = Left();

        // Nothing could be written because a write is in progress, which either ends soon or waits for the peer.
        return left > TimeSpan.Zero ? left : _beat / 2;
    }

    private TimeSpan Left() => _beat - _clock.GetElapsedTime(_connection.LastSent);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
