using System.Buffers.Binary;
using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Looks at incoming frames before AMQPNetLite does, which closes the whole connection over one message that it cannot decode,
/// and can be made to exhaust the process's stack or memory. Such a message loses its payload here; its receiver then rejects
/// what has no body, and nobody else notices.
/// </summary>
/// <remarks>
/// Messages of several frames are put together here: AMQPNetLite sees their transfers without payload, which keeps its books on
/// credit and windows right, and gets the content afterwards (<see cref="TakeContent"/>). It would otherwise also decode a
/// message that its sender has aborted.
/// </remarks>
internal sealed class IncomingTransfers
{
    private const int HeaderSize = 8;
    private const byte AmqpFrame = 0;

    private readonly Dictionary<ulong, PartialMessage> _partial = [];
    private long _held;
    private Message? _content;

    /// <summary>
    /// The most bytes that unfinished messages may hold together. A message that does not fit is rejected.
    /// </summary>
    public long Capacity { get; init; } = 256 * 1024 * 1024;

    /// <summary>Whether <see cref="TakeContent"/> would give something.</summary>
    public bool HasContent => _content is not null;

    /// <summary>What unfinished messages hold now.</summary>
    public long Held => _held;

    /// <summary>
    /// Judges a frame; returns how many of its bytes AMQPNetLite may see, with the size field to match. Throws
    /// <see cref="InvalidDataException"/> for a frame that is none.
    /// </summary>
    /// <param name="frame">A whole frame, its size field included.</param>
    public int Inspect(Span<byte> frame)
    {
        _content = null;
        var length = RemoveExtendedHeader(frame);
        if (length == HeaderSize || frame[5] != AmqpFrame)
        {
            return length;
        }

        frame = frame[..length];
        if (!TransportPerformative.TryRead(frame[HeaderSize..], out var performative))
        {
            throw new InvalidDataException("The peer sent a frame that does not decode.");
        }

        var channel = (ulong)(frame[6] << 8 | frame[7]) << 32;
        switch (performative.Code)
        {
            case TransportPerformative.Transfer:
                return TakeTransfer(frame, channel | performative.Handle, performative);
            case TransportPerformative.Detach:
                Forget(channel | performative.Handle);
                break;
            case TransportPerformative.End:
                foreach (var link in _partial.Keys.Where(link => link >> 32 == channel >> 32).ToArray())
                {
                    Forget(link);
                }

                break;
        }

        return length;
    }

    /// <summary>The content of the message that ended with the frame inspected last, when it came in several.</summary>
    public Message? TakeContent()
    {
        var content = _content;
        _content = null;
        return content;
    }

    private int TakeTransfer(Span<byte> frame, ulong link, in TransportPerformative transfer)
    {
        var bare = HeaderSize + transfer.Length;
        var payload = frame[bare..];
        var continues = _partial.TryGetValue(link, out var partial);
        if (!continues && !transfer.More)
        {
            return !transfer.Aborted && EncodedMessages.CanDecode(payload) ? frame.Length : Cut(frame, bare);
        }

        if (partial is null)
        {
            _partial.Add(link, partial = new PartialMessage());
        }

        if (transfer.Aborted || _held + payload.Length > Capacity)
        {
            _held -= partial.Drop();
        }
        else
        {
            _held += partial.Add(payload);
        }

        if (!transfer.More)
        {
            Forget(link);
            _content = partial.Decode();
        }

        return Cut(frame, bare);
    }

    private void Forget(ulong link)
    {
        if (_partial.Remove(link, out var partial))
        {
            _held -= partial.Length;
        }
    }

    /// <summary>AMQPNetLite takes whatever follows the eighth byte for the performative.</summary>
    private static int RemoveExtendedHeader(Span<byte> frame)
    {
        var start = frame[4] * 4;
        if (start < HeaderSize || start > frame.Length)
        {
            throw new InvalidDataException("The peer sent a frame whose data offset is wrong.");
        }

        if (start == HeaderSize)
        {
            return frame.Length;
        }

        frame[start..].CopyTo(frame[HeaderSize..]);
        frame[4] = HeaderSize / 4;
        return Cut(frame, frame.Length - start + HeaderSize);
    }

    private static int Cut(Span<byte> frame, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        return length;
    }
}
