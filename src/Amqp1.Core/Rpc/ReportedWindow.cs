using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// The number of messages of a stream that its reader has not reported as taken. It limits the stream where the peer settles a message when
/// it has stored it (docs/spec/streams.md#settlement). One method waits; the reports arrive on other threads.
/// </summary>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing to dispose.
internal sealed class ReportedWindow
#pragma warning restore CA1001
{
    private readonly RunningCalls _calls;
    private readonly int _size;
    private readonly Lock _gate = new();
    private SemaphoreSlim? _room;
    private long _sent;
    private long _taken;

    /// <param name="parts">How the reader takes the messages.</param>
    /// <param name="calls">The calls of the server, which receives the reports.</param>
    public ReportedWindow(PartAcceptance parts, RunningCalls calls)
    {
        _calls = calls;
        _size = parts.Window is { } window ? Math.Min(window, PartAcceptance.MaxWindow) : 0;
    }

    /// <summary>
    /// Begins to count, when the server receives reports. If it cannot receive them, or if the settlement of the messages tells the same,
    /// there is always room.
    /// </summary>
    public async ValueTask BeginAsync(CancellationToken cancel)
    {
        if (_size > 0 && await _calls.HearsCallersAsync(cancel).ConfigureAwait(false))
        {
            _room = new SemaphoreSlim(_size);
        }
    }

    /// <summary>Completes when another message may be sent.</summary>
    public async ValueTask EnterAsync(CancellationToken cancel)
    {
        if (_room is { } room)
        {
            await room.WaitAsync(cancel).ConfigureAwait(false);
            Count();
        }
    }

    /// <summary>Returns whether another message may be sent now.</summary>
    public bool TryEnter()
    {
        if (_room is not { } room)
        {
            return true;
        }

        if (!room.Wait(0, CancellationToken.None))
        {
            return false;
        }

        Count();
        return true;
    }

    /// <summary>Called with a report.</summary>
    /// <param name="taken">The number of messages that the reader has taken since the stream began.</param>
    public void OnReported(long taken)
    {
        lock (_gate)
        {
            // A reader cannot have taken more than was sent, whatever it says.
            if (_room is { } room && taken > _taken && taken <= _sent)
            {
                room.Release((int)(taken - _taken));
                _taken = taken;
            }
        }
    }

    private void Count()
    {
        lock (_gate)
        {
            _sent++;
        }
    }
}
