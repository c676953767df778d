using System.Buffers.Binary;
using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Inspects incoming flows before AMQPNetLite does. AMQPNetLite calculates with signed numbers, interprets a window that is smaller than the
/// number of transfers in flight as one of almost 2^32, and does not answer requests for the state of a link.
/// </summary>
internal sealed class IncomingFlows(OutgoingTransfers outgoing)
{
    private const int HeaderSize = 8;
    private const int NextIncomingIdField = 0;
    private const int IncomingWindowField = 1;
    private const int HandleField = 4;
    private const int LinkCreditField = 6;
    private const int DrainField = 8;
    private const int EchoField = 9;
    private const byte Uint32 = 0x70;

    private Session? _session;
    private Link? _link;
    private bool _isFlow;
    private bool _drain;
    private bool _echo;

    /// <summary>Whether a flow is being processed.</summary>
    public bool IsPending => _isFlow;

    /// <summary>Inspects a flow. Returns the frame that AMQPNetLite is to read in its place.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="flow">The performative that was read from the frame.</param>
    /// <param name="session">The session of the flow; null if AMQPNetLite does not know the session.</param>
    public ReadOnlyMemory<byte> Take(Memory<byte> frame, in Performative flow, Session? session)
    {
        _isFlow = true;
        if (session is null)
        {
            return frame;
        }

        ClampCredit(frame.Span[HeaderSize..], flow);
        _session = session;
        _link = flow.IsSet(HandleField) ? LibraryInternals.FindLink(session, flow.Number(HandleField)) : null;
        _drain = flow.IsTrue(DrainField);
        _echo = flow.IsTrue(EchoField);

        var underWay = unchecked(outgoing.NextId(LibraryInternals.ChannelOf(session)) - flow.Number(NextIncomingIdField));
        return underWay <= int.MaxValue && flow.Number(IncomingWindowField) < underWay ? WithWindow(frame.Span, flow, underWay) : frame;
    }

    /// <summary>
    /// Answers the request in the flow, if any. Must be called after AMQPNetLite has processed the flow and the messages that waited for
    /// credit were sent.
    /// </summary>
    public void OnProcessed()
    {
        var (session, link, drain, echo) = (_session, _link, _drain, _echo);
        (_session, _link, _isFlow) = (null, null, false);
        if (session is null)
        {
            return;
        }

        if (link is OutgoingLink sender)
        {
            sender.Ask(drain, echo);
        }
        else if (echo)
        {
            FlowAnswers.Repeat(session, link as ReceiverLink);
        }
    }

    /// <summary>Limits the credit, because AMQPNetLite interprets a credit of 2^31 or more as negative.</summary>
    private static void ClampCredit(Span<byte> body, in Performative flow)
    {
        if (flow.Number(LinkCreditField) > int.MaxValue && body[flow.StartOf(LinkCreditField)] == Uint32)
        {
            BinaryPrimitives.WriteInt32BigEndian(body[(flow.StartOf(LinkCreditField) + 1)..], int.MaxValue);
        }
    }

    /// <summary>Returns the same flow with another window, which may need more bytes.</summary>
    private static byte[] WithWindow(ReadOnlySpan<byte> frame, in Performative flow, uint window)
    {
        const int ListHeader = 9;
        const int Number = 5;
        var body = frame[HeaderSize..];
        var before = body[flow.Content..flow.StartOf(IncomingWindowField)];
        var after = body[(flow.StartOf(IncomingWindowField) + flow.Field(IncomingWindowField).Length)..flow.Length];
        var list = HeaderSize + flow.List;
        var changed = new byte[list + ListHeader + before.Length + Number + after.Length];
        frame[..list].CopyTo(changed);
        BinaryPrimitives.WriteInt32BigEndian(changed, changed.Length);
        changed[list] = 0xd0;
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(list + 1), changed.Length - list - 5);
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(list + 5), flow.FieldCount);
        before.CopyTo(changed.AsSpan(list + ListHeader));
        changed[list + ListHeader + before.Length] = Uint32;
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(list + ListHeader + before.Length + 1), window);
        after.CopyTo(changed.AsSpan(list + ListHeader + before.Length + Number));
        return changed;
    }
}
