using System.Buffers.Binary;
using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Inspects every incoming frame before AMQPNetLite does. AMQPNetLite ends the whole connection if it cannot decode a frame, and it violates
/// some rules of AMQP. Contents that it must not see are removed here, and contents that it would misinterpret are changed.
/// </summary>
internal sealed class IncomingFrames
{
    private const int HeaderSize = 8;
    private const byte AmqpFrame = 0;

    private readonly IncomingTransfers _transfers;
    private readonly IncomingFlows _flows;

    /// <param name="outgoing">The counters of the transfers that this side has sent.</param>
    /// <param name="capacity">The maximum total size of unfinished messages, in bytes.</param>
    public IncomingFrames(OutgoingTransfers outgoing, long capacity = IncomingTransfers.DefaultCapacity)
    {
        _transfers = new IncomingTransfers(capacity);
        _flows = new IncomingFlows(outgoing);
    }

    /// <summary>The connection that receives the frames; null until AMQPNetLite has created it.</summary>
    public Connection? Connection { get; set; }

    /// <summary>The inspection of transfer frames.</summary>
    public IncomingTransfers Transfers => _transfers;

    /// <summary>The inspection of flow frames.</summary>
    public IncomingFlows Flows => _flows;

    /// <summary>
    /// Inspects a frame. Returns the frame that AMQPNetLite is to read in its place. Throws <see cref="InvalidDataException"/> if the bytes
    /// are not a valid AMQP frame.
    /// </summary>
    /// <param name="frame">A whole frame, including its size field. It is changed in place. The result may be a part of it.</param>
    public ReadOnlyMemory<byte> Inspect(Memory<byte> frame)
    {
        _transfers.BeginFrame();
        frame = RemoveExtendedHeader(frame);
        var bytes = frame.Span;
        if (bytes.Length == HeaderSize || bytes[5] != AmqpFrame)
        {
            return frame;
        }

        if (!Performative.TryRead(bytes[HeaderSize..], out var performative))
        {
            throw new InvalidDataException("The peer sent a frame that cannot be decoded.");
        }

        var channel = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        switch (performative.Code)
        {
            case Descriptors.Transfer:
                return _transfers.Take(frame, channel, performative, FindSession(channel));
            case Descriptors.Disposition:
                return Cut(frame, HeaderSize + IncomingDispositions.Inspect(bytes[HeaderSize..], performative));
            case Descriptors.Flow:
                return _flows.Take(frame, performative, FindSession(channel));
            case Descriptors.Detach:
                _transfers.ForgetLink(channel, performative.Number(0));
                break;
            case Descriptors.Begin or Descriptors.End:
                _transfers.ForgetSession(channel);
                break;
        }

        return frame;
    }

    /// <summary>Shortens a frame to the given length and updates its size field.</summary>
    public static Memory<byte> Cut(Memory<byte> frame, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame.Span, length);
        return frame[..length];
    }

    private Session? FindSession(ushort channel) => Connection is { } connection ? LibraryInternals.FindSession(connection, channel) : null;

    /// <summary>Removes the extended header, because AMQPNetLite treats the bytes after the eighth byte as the performative.</summary>
    private static Memory<byte> RemoveExtendedHeader(Memory<byte> frame)
    {
        var bytes = frame.Span;
        var start = bytes[4] * 4;
        if (start < HeaderSize || start > bytes.Length)
        {
            throw new InvalidDataException("The peer sent a frame with an invalid data offset.");
        }

        if (start == HeaderSize)
        {
            return frame;
        }

        bytes[start..].CopyTo(bytes[HeaderSize..]);
        bytes[4] = HeaderSize / 4;
        return Cut(frame, bytes.Length - start + HeaderSize);
    }
}
