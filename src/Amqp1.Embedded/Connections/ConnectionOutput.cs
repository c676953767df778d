using Amqp1.Embedded.Frames;
using Amqp1.Transport;

namespace Amqp1.Embedded.Connections;

/// <summary>
/// What a connection sends: written under the router's lock, sent when the turn ends. A peer that does not read is sent no more
/// messages until it does.
/// </summary>
internal sealed class ConnectionOutput(Connection connection, Stream stream)
{
    /// <summary>A peer that has so many bytes of messages and answers to read is not read from, so that it gets no more answers.</summary>
    private const int MostAnswers = 4 * 1024 * 1024;

    /// <summary>A peer that goes on getting news of others, and does not read them, is disconnected.</summary>
    private const int MostWritten = 64 * 1024 * 1024;

    private const int MostFlushedHere = 2;

    /// <summary>Less than this is on its way to the peer soon.</summary>
    private const int LeastCounted = 256 * 1024;

    private readonly CoalescedWriter _writer = new(stream, connection.Router.Time, _ => connection.Abort());
    private int _counted;
    private long _written;
    private bool _open = true;
    private bool _congested;
    private bool _unflushed;

    /// <summary>Whether there is room for messages to the peer.</summary>
    public bool CanTransfer => !_congested && _open;

    /// <summary>Completes when the peer has read so much that its next frames may be answered.</summary>
    public Task Answerable => _writer.Pending < MostAnswers ? Task.CompletedTask : _writer.Drained;

    public void Send(ReadOnlySpan<byte> frame)
    {
        if (_open && _writer.Pending is var pending && (pending > MostWritten || (pending > MostAnswers && connection.Router.Memory.IsFull)))
        {
            connection.Router.Logger.NotReading(connection.Peer, pending);
            _open = false;
            connection.Abort();
        }

        Write(frame, default);
    }

    public void SendTransfer(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        Write(header, payload);
        if (!_congested && _writer.Drained is { IsCompleted: false } drained)
        {
            _congested = true;
            _ = ResumeAsync(drained);
        }
    }

    /// <summary>The turn under the lock ends; what it wrote is about to be sent.</summary>
    public void TurnEnds()
    {
        _unflushed = false;
        if (_written >= LeastCounted && CountBacklog())
        {
            connection.Router.OutputBacklogs.Add(this);
        }
    }

    /// <summary>Counts what waits for the peer, if it is much, as held by the router. False when there is nothing to count.</summary>
    public bool CountBacklog()
    {
        _written = 0;
        var pending = _writer.Pending;
        var counted = pending >= LeastCounted ? pending : 0;
        if (counted != _counted)
        {
            connection.Router.Memory.Add(counted - _counted);
            _counted = counted;
        }

        return counted > 0;
    }

    /// <summary>Sends what was written, on another thread.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>
    /// Sends what was written to these outputs; the calling thread must not hold the router's lock. One or two system calls are cheaper
    /// here than waking other threads for them; many are not.
    /// </summary>
    public static void Flush(List<ConnectionOutput> outputs)
    {
        foreach (var output in outputs)
        {
            if (outputs.Count <= MostFlushedHere)
            {
                output._writer.FlushHere();
            }
            else
            {
                output.Flush();
            }
        }
    }

    /// <summary>When bytes were last sent, as a time stamp of the router's clock. Needs no lock.</summary>
    public long LastSent => _writer.LastWritten;

    /// <summary>
    /// Sends what was written, or an empty frame if nothing was, on this thread. Takes no lock of the router: a long turn must not keep a sign of
    /// life from the peer.
    /// </summary>
    public void SendSignOfLife() => _writer.WriteSignOfLife(HotFrames.Empty);

    /// <summary>Nothing more is written. False when that was so already.</summary>
    public bool Close()
    {
        var wasOpen = _open;
        _open = false;
        return wasOpen;
    }

    /// <summary>Completes when what was written has left, or cannot leave any more.</summary>
    public Task CompleteAsync() => _writer.CompleteAsync();

    private void Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (!_open)
        {
            return;
        }

        try
        {
            _writer.Append(first, second);
            _written += first.Length + second.Length;
            if (!_unflushed)
            {
                _unflushed = true;
                connection.Router.FlushLater(this);
            }
        }
        catch (IOException)
        {
            // The socket failed, which the read loop learns too: it ends the connection.
            _open = false;
            connection.Abort();
        }
    }

    private async Task ResumeAsync(Task drained)
    {
        // Never at once: the caller is in the middle of sending a frame, and the room may have come since it looked.
        await drained.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using (connection.Router.Enter())
        {
            _congested = false;
            connection.Pump();
        }
    }
}
