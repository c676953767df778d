using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Protocol.Frames;
using Amqp1.Broker.Turns;
using Amqp1.Transport;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// The output of a connection: written in a turn and sent when the turn ends. A peer that does not read gets no further
/// messages until it does.
/// </summary>
internal sealed class ConnectionOutput(Connection connection, Stream stream) : ITurnOutput
{
    /// <summary>
    /// The maximum number of unread bytes of messages and answers. Above it, the broker does not read from the peer, so that the peer gets
    /// no further answers.
    /// </summary>
    private const int MostAnswers = 4 * 1024 * 1024;

    /// <summary>The maximum number of unread bytes. A peer that exceeds it, because of frames that other peers cause, is disconnected.</summary>
    private const int MostWritten = 64 * 1024 * 1024;

    private const int MostFlushedHere = 2;

    /// <summary>The minimum backlog that counts as held memory. A smaller one is sent soon.</summary>
    private const int LeastCounted = 256 * 1024;

    private readonly CoalescedWriter _writer = new(stream, connection.Context.Broker.Time, _ => connection.Abort());
    private int _counted;
    private long _written;
    private OutputState _state;
    private bool _isRegistered;

    /// <summary>Whether the output accepts messages to the peer.</summary>
    public bool CanTransfer => _state == OutputState.Open;

    /// <summary>A task that completes when the peer has read enough for its next frames to be answered.</summary>
    public Task Answerable => _writer.Pending < MostAnswers ? Task.CompletedTask : _writer.Drained;

    public void Send(ReadOnlySpan<byte> frame)
    {
        if (_state != OutputState.Closed && _writer.Pending is var pending && (pending > MostWritten || (pending > MostAnswers && connection.Context.Memory.IsFull)))
        {
            connection.Context.Log.NotReading(connection.Peer, pending);
            Close();
            connection.Abort();
        }

        Write(frame, default);
    }

    public void SendTransfer(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        Write(header, payload);
        if (_state == OutputState.Open && _writer.Drained is { IsCompleted: false } drained)
        {
            _state = OutputState.Congested;
            _ = ResumeAsync(drained);
        }
    }

    public void OnTurnEnd()
    {
        _isRegistered = false;
        if (_written >= LeastCounted && CountBacklog())
        {
            connection.Context.OutputBacklogs.Add(this);
        }
    }

    /// <summary>Counts a large backlog as held by the broker. Returns false if there is none.</summary>
    public bool CountBacklog()
    {
        _written = 0;
        var pending = _writer.Pending;
        var counted = pending >= LeastCounted ? pending : 0;
        if (counted != _counted)
        {
            connection.Context.Memory.Add(counted - _counted);
            _counted = counted;
        }

        return counted > 0;
    }

    public void Flush() => _writer.Flush();

    /// <summary>
    /// Sends the written frames of these outputs. The calling thread must not hold the lock. One or two system calls are cheaper
    /// on this thread than waking other threads; many calls are not.
    /// </summary>
    public static void Flush(List<ITurnOutput> outputs)
    {
        foreach (var output in outputs)
        {
            if (outputs.Count <= MostFlushedHere && output is ConnectionOutput { _writer: var writer })
            {
                writer.FlushHere();
            }
            else
            {
                output.Flush();
            }
        }
    }

    /// <summary>The time when bytes were last sent, as a timestamp of the broker's clock. Needs no lock.</summary>
    public long LastSent => _writer.LastWritten;

    /// <summary>
    /// Sends the written frames, or an empty frame if there are none, on this thread. Does not take the lock, because a long turn must
    /// not delay a heartbeat to the peer.
    /// </summary>
    public void SendSignOfLife() => _writer.WriteSignOfLife(HotFrames.Empty);

    /// <summary>Closes the output for further frames. Returns false if it was already closed.</summary>
    public bool Close()
    {
        var wasOpen = _state != OutputState.Closed;
        _state = OutputState.Closed;
        return wasOpen;
    }

    /// <summary>Completes when the written frames have been sent or can no longer be sent.</summary>
    public Task CompleteAsync() => _writer.CompleteAsync();

    private void Write(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (_state == OutputState.Closed)
        {
            return;
        }

        try
        {
            _writer.Append(first, second);
            _written += first.Length + second.Length;
            if (!_isRegistered)
            {
                _isRegistered = true;
                connection.Context.Turns.AtEnd(this);
            }
        }
        catch (IOException)
        {
            // The socket failed. The read loop also notices it and ends the connection.
            Close();
            connection.Abort();
        }
    }

    private async Task ResumeAsync(Task drained)
    {
        // Always continues asynchronously, because the caller is sending a frame, and the output may already be drained.
        await drained.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using (connection.Context.Turns.Enter())
        {
            if (_state == OutputState.Congested)
            {
                _state = OutputState.Open;
            }

            connection.Pump();
        }
    }
}
