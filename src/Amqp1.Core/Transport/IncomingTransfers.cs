using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Assembles multi-frame messages and removes the payload of messages that AMQPNetLite cannot decode. Such messages would make AMQPNetLite
/// close the connection, and can exhaust the stack or the memory of the process. The receiver then rejects the message without a body, and
/// no other link is affected.
/// </summary>
/// <remarks>
/// AMQPNetLite sees all transfers, so that its credit and windows stay correct. It sees those of multi-frame messages without payload and
/// gets the content afterwards (<see cref="TakeContent"/>).
/// A delivery that its sender aborts is thereby settled and must be ignored (AMQP 1.0, 2.6.14). AMQPNetLite does not support aborted
/// deliveries. It gets the end of a message without content, marked by <see cref="IsAborted"/>, and a settlement by the peer.
/// </remarks>
internal sealed class IncomingTransfers(long capacity)
{
    /// <summary>The default limit for <see cref="Held"/>.</summary>
    public const long DefaultCapacity = 256 * 1024 * 1024;

    private const int HeaderSize = 8;
    private const int HandleField = 0;
    private const int DeliveryIdField = 1;
    private const int MoreField = 5;
    private const int AbortedField = 9;

    private readonly Dictionary<ulong, PartialMessage> _partial = [];
    private readonly Dictionary<ushort, uint> _lastDeliveryId = [];
    private long _held;
    private AssembledMessage? _content;

    /// <summary>Whether <see cref="TakeContent"/> would return a message.</summary>
    public bool HasContent => _content is not null;

    /// <summary>Whether the last inspected frame ended a message by aborting it.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>The current total size of unfinished messages, in bytes. A message that exceeds the capacity loses its content.</summary>
    public long Held => _held;

    /// <summary>Clears the results of the previous frame.</summary>
    public void BeginFrame()
    {
        _content = null;
        IsAborted = false;
    }

    /// <summary>Returns the content of the multi-frame message that ended with the last inspected frame, or null if there is none.</summary>
    public AssembledMessage? TakeContent()
    {
        var content = _content;
        _content = null;
        return content;
    }

    /// <summary>Inspects a transfer. Returns the frame that AMQPNetLite is to read in its place.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="channel">The peer's channel.</param>
    /// <param name="transfer">The performative that was read from the frame.</param>
    /// <param name="session">The session of the channel; null if AMQPNetLite does not know the session.</param>
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
            if (session is not null
                && LibraryInternals.FindLink(session, transfer.Number(HandleField)) is PlainReceiver
                && PlainTransfers.TryWrap(frame, bare, out var wrapped))
            {
                return wrapped;
            }

            return IncomingFrames.Cut(frame, bare + MessageRepair.MakeDecodable(payload));
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

    /// <summary>Drops the unfinished message of a link that has ended.</summary>
    public void ForgetLink(ushort channel, uint handle) => Forget(Key(channel, handle));

    /// <summary>Drops the state of a session that has ended or begins.</summary>
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
    /// Makes AMQPNetLite accept any first delivery-id. Delivery-ids may begin at any value and wrap around. AMQPNetLite treats a transfer
    /// whose ID does not follow the last one, initially 2^32 - 1, as the continuation of a message. If there is no such message, it ends
    /// the connection with a null reference exception.
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
            throw new InvalidDataException("The peer sent a transfer that neither continues a delivery nor begins one with the next delivery-id.");
        }
    }

    private byte[] Abort(ReadOnlyMemory<byte> transferFrame, in Performative transfer, uint deliveryId)
    {
        IsAborted = true;
        // A disposition with role sender, first, no last and settled.
        ReadOnlySpan<byte> settlement = [0, 0, 0, 22, 2, 0, 0, 0, 0, 0x53, (byte)Descriptors.Disposition, 0xc0, 9, 4, 0x42, 0x70, 0, 0, 0, 0, 0x40, 0x41];
        var both = new byte[transferFrame.Length + settlement.Length];
        transferFrame.CopyTo(both);
        BinaryPrimitives.WriteInt32BigEndian(both, transferFrame.Length);
        if (transfer.IsTrue(MoreField))
        {
            // An aborted delivery has ended, regardless of this flag. With the flag set, AMQPNetLite would wait for further frames.
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
