using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Puts messages of several frames together, and takes the payload from those that AMQPNetLite could not decode: it would close the
/// connection, and can be made to exhaust the process's stack or memory. The receiver of such a message then rejects what has no body,
/// and nobody else notices.
/// </summary>
/// <remarks>
/// AMQPNetLite sees all transfers, which keeps its books on credit and windows right, those of several frames without payload, and
/// gets the content afterwards (<see cref="TakeContent"/>).
/// A delivery that its sender aborts is settled by that and has to be forgotten (AMQP 1.0, 2.6.14). AMQPNetLite, which knows no
/// aborting, is shown the end of a message without content, marked by <see cref="IsAborted"/>, and a settlement by the peer.
/// </remarks>
internal sealed class IncomingTransfers(long capacity)
{
    /// <summary>What <see cref="Held"/> may reach unless something else is said.</summary>
    public const long DefaultCapacity = 256 * 1024 * 1024;

    private const int HeaderSize = 8;
    private const int HandleField = 0;
    private const int DeliveryIdField = 1;
    private const int MoreField = 5;
    private const int AbortedField = 9;

    private readonly Dictionary<ulong, PartialMessage> _partial = [];
    private readonly Dictionary<ushort, uint> _lastDeliveryId = [];
    private long _held;
    private Message? _content;

    /// <summary>Whether <see cref="TakeContent"/> would give something.</summary>
    public bool HasContent => _content is not null;

    /// <summary>Whether the frame inspected last ended a message by aborting it.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>What unfinished messages hold now. A message that does not fit the capacity loses its content.</summary>
    public long Held => _held;

    /// <summary>Forgets what the frame before has left.</summary>
    public void BeginFrame()
    {
        _content = null;
        IsAborted = false;
    }

    /// <summary>The content of the message that ended with the frame inspected last, when it came in several.</summary>
    public Message? TakeContent()
    {
        var content = _content;
        _content = null;
        return content;
    }

    /// <summary>Judges a transfer; returns what AMQPNetLite is to read in its place.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="channel">The peer's channel.</param>
    /// <param name="transfer">What was read from the frame.</param>
    /// <param name="session">The session of the channel; null when AMQPNetLite knows none.</param>
    public ReadOnlyMemory<byte> Take(Memory<byte> frame, ushort channel, in Performative transfer, Session? session)
    {
        var bare = HeaderSize + transfer.Length;
        var payload = frame.Span[bare..];
        var link = Key(channel, transfer.Number(HandleField));
        var continues = _partial.TryGetValue(link, out var partial);
        if (session is not null)
        {
            FollowNumbering(session, channel, transfer, continues);
        }

        if (transfer.IsTrue(AbortedField))
        {
            Forget(link);
            return Abort(frame[..bare], transfer, partial?.DeliveryId ?? transfer.Number(DeliveryIdField));
        }

        var more = transfer.IsTrue(MoreField);
        if (!continues && !more)
        {
            return IncomingFrames.Cut(frame, bare + EncodedMessages.MakeDecodable(payload));
        }

        if (partial is null)
        {
            _partial.Add(link, partial = new PartialMessage(transfer.Number(DeliveryIdField)));
        }

        if (_held + payload.Length > capacity)
        {
            _held -= partial.Drop();
        }
        else
        {
            _held += partial.Add(payload);
        }

        if (!more)
        {
            Forget(link);
            _content = partial.Decode();
        }

        return IncomingFrames.Cut(frame, bare);
    }

    /// <summary>A link has ended.</summary>
    public void ForgetLink(ushort channel, uint handle) => Forget(Key(channel, handle));

    /// <summary>A session has ended, or begins.</summary>
    public void ForgetSession(ushort channel)
    {
        _lastDeliveryId.Remove(channel);
        if (_partial.Count == 0)
        {
            return;
        }

        foreach (var link in _partial.Keys.Where(link => link >> 32 == channel).ToArray())
        {
            Forget(link);
        }
    }

    private static ulong Key(ushort channel, uint handle) => (ulong)channel << 32 | handle;

    /// <summary>
    /// Delivery-ids begin anywhere and wrap. AMQPNetLite takes a transfer whose id does not follow the last one, at first 2^32 - 1, for
    /// the continuation of a message; when there is none, it ends the connection with a null reference.
    /// </summary>
    private void FollowNumbering(Session session, ushort channel, in Performative transfer, bool continues)
    {
        if (transfer.IsSet(DeliveryIdField))
        {
            var id = transfer.Number(DeliveryIdField);
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastDeliveryId, channel, out var known);
            if (!known)
            {
                last = id;
                LibraryInternals.SetIncomingDeliveryId(session, id - 1);
                return;
            }

            if (unchecked((int)(id - last)) > 0)
            {
                last = id;
                return;
            }
        }

        if (!continues)
        {
            throw new InvalidDataException("The peer sent a transfer that neither continues a delivery nor begins one with an id that follows the last.");
        }
    }

    private byte[] Abort(ReadOnlyMemory<byte> transferFrame, in Performative transfer, uint deliveryId)
    {
        IsAborted = true;
        // A disposition: role sender, first, no last, settled.
        ReadOnlySpan<byte> settlement = [0, 0, 0, 22, 2, 0, 0, 0, 0, 0x53, (byte)Descriptors.Disposition, 0xc0, 9, 4, 0x42, 0x70, 0, 0, 0, 0, 0x40, 0x41];
        var both = new byte[transferFrame.Length + settlement.Length];
        transferFrame.CopyTo(both);
        BinaryPrimitives.WriteInt32BigEndian(both, transferFrame.Length);
        if (transfer.IsTrue(MoreField))
        {
            // An aborted delivery is over, whatever this flag says, and AMQPNetLite would wait for the rest.
            var more = HeaderSize + transfer.StartOf(MoreField);
            if (both[more] == 0x56)
            {
                both[more + 1] = 0;
            }
            else
            {
                both[more] = 0x42;
            }
        }

        var second = both.AsSpan(transferFrame.Length);
        settlement.CopyTo(second);
        BinaryPrimitives.WriteInt32BigEndian(second, settlement.Length);
        transferFrame.Span[6..8].CopyTo(second[6..]);
        BinaryPrimitives.WriteUInt32BigEndian(second[16..], deliveryId);
        return both;
    }

    private void Forget(ulong link)
    {
        if (_partial.Remove(link, out var partial))
        {
            _held -= partial.Length;
        }
    }
}
