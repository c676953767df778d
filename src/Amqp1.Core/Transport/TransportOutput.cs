using Amqp1.Transport.Clock;

namespace Amqp1.Transport;

/// <summary>Decides when the frames of a transport are sent: at once, or together with those that the same thread writes next.</summary>
/// <param name="writer">The writer of the connection.</param>
internal sealed class TransportOutput(CoalescedWriter writer)
{
    /// <summary>The number of unwritten bytes above which frames do not wait for the end of a batch or of what the pump has received.</summary>
    private const int MostDelayed = 64 * 1024;

    /// <summary>The time that a close waits for a peer that has stopped reading.</summary>
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);

    private static ReadOnlySpan<byte> EmptyFrame => [0, 0, 0, 8, 2, 0, 0, 0];

    /// <summary>Writes a frame. Throws if the stream has failed or the writer was completed.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="isLater">Whether the thread sends its frames together later. Otherwise they are sent at once.</param>
    public void Write(ReadOnlySpan<byte> frame, bool isLater)
    {
        if (AcceptedFrames.TryRead(frame, out var accepted))
        {
            writer.Append(accepted);
            if (!isLater)
            {
                Send();
            }
        }
        else if (isLater || ClockThread.IsCurrent)
        {
            if (writer.Append(frame, default) > MostDelayed)
            {
                writer.Flush();
            }
            else if (!isLater)
            {
                Send();
            }
        }
        else
        {
            writer.Write(frame);
        }
    }

    /// <summary>Writes a large frame without copying it. The owner is disposed of when the frame is written.</summary>
    public void Write(ReadOnlyMemory<byte> frame, IDisposable owner, bool isLater)
    {
        if (writer.Append(frame, owner) > MostDelayed)
        {
            writer.Flush();
        }
        else if (!isLater)
        {
            Send();
        }
    }

    /// <summary>Sends the frames of a batch, on the thread that executed it. The clock thread leaves them to the pool.</summary>
    public void SendFrames()
    {
        if (ClockThread.IsCurrent)
        {
            writer.Flush();
        }
        else
        {
            writer.FlushHere();
        }
    }

    /// <summary>Writes the pending data on the calling thread, or an empty frame if there is none.</summary>
    public void SendSignOfLife() => writer.WriteSignOfLife(EmptyFrame);

    /// <summary>Sends all frames and accepts no more. Completes when they are sent, or when the peer has not read them for too long.</summary>
    public async Task CompleteAsync(TimeProvider time)
    {
        try
        {
            await writer.CompleteAsync().WaitAsync(FlushLimit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The peer does not read, so the remaining data cannot be delivered.
        }
    }

    private void Send()
    {
        if (ClockThread.IsCurrent)
        {
            SendSignOfLife();
        }
        else
        {
            writer.Flush();
        }
    }
}
