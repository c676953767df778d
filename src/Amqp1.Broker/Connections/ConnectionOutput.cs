using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Frames;
using Amqp1.Transport;

namespace Amqp1.Broker.Connections;

/// <summary>
/// The output of a connection: written under the router's lock and sent when the turn ends. A peer that does not read gets no further
/// messages until it does.
/// </summary>
internal sealed class ConnectionOutput(Connection connection, Stream stream)
{
    /// <summary>
    /// The maximum number of unread bytes of messages and answers. Above it, the router does not read from the peer, so that the peer gets
    /// no further answers.
    /// </summary>
    private const int MostAnswers = 4 * 1024 * 1024;

    /// <summary>The maximum number of unread bytes. A peer that exceeds it, because of frames that other peers cause, is disconnected.</summary>
    private const int MostWritten = 64 * 1024 * 1024;

    private const int MostFlushedHere = 2;

    /// <summary>The minimum backlog that counts as held memory. A smaller one is sent soon.</summary>
    private const int LeastCounted = 256 * 1024;

    private readonly CoalescedWriter _writer = new(stream, connection.Router.Time, _ => connection.Abort());
    private int _counted;
    private long _written;
    private bool _open = true;
    private bool _congested;
    private bool _unflushed;

    /// <summary>Whether the output accepts messages to the peer.</summary>
    public bool CanTransfer => !_congested && _open;

    /// <summary>A task that completes when the peer has read enough for its next frames to be answered.</summary>
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

    /// <summary>Handles the end of the turn; its output is about to be sent.</summary>
    public void TurnEnds()
    {
        _unflushed = false;
        if (_written >= LeastCounted && CountBacklog())
        {
            connection.Router.OutputBacklogs.Add(this);
        }
    }

    /// <summary>Counts a large backlog as held by the router. Returns false if there is none.</summary>
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

    /// <summary>Sends the written frames on another thread.</summary>
    public void Flush() => _writer.Flush();

    /// <summary>
    /// Sends the written frames of these outputs. The calling thread must not hold the router's lock. One or two system calls are cheaper
    /// on this thread than waking other threads; many calls are not.
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

    /// <summary>The time when bytes were last sent, as a timestamp of the router's clock. Needs no lock.</summary>
    public long LastSent => _writer.LastWritten;

    /// <summary>
    /// Sends the written frames, or an empty frame if there are none, on this thread. Takes no lock of the router, because a long turn must
    /// not delay a heartbeat to the peer.
    /// </summary>
    public void SendSignOfLife() => _writer.WriteSignOfLife(HotFrames.Empty);

    /// <summary>Closes the output for further frames. Returns false if it was already closed.</summary>
    public bool Close()
    {
        var wasOpen = _open;
        _open = false;
        return wasOpen;
    }

    /// <summary>Completes when the written frames have been sent or can no longer be sent.</summary>
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
            // The socket failed. The read loop also notices it and ends the connection.
            _open = false;
            connection.Abort();
        }
    }

    private async Task ResumeAsync(Task drained)
    {
        // Always continues asynchronously, because the caller is sending a frame, and the output may already be drained.
        await drained.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using (connection.Router.Enter())
        {
            _congested = false;
            connection.Pump();
        }
    }
}
