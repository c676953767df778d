using System.Buffers.Binary;
using Amqp;

namespace Amqp1.Transport;

/// <summary>
/// Looks at incoming flows before AMQPNetLite does, which computes with signed numbers, takes a window that was made smaller than what
/// has left for one of almost 2^32, and answers no question.
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

    /// <summary>Judges a flow; returns what AMQPNetLite is to read in its place.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <param name="flow">What was read from it.</param>
    /// <param name="session">The session it came in on; null when AMQPNetLite knows none.</param>
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

    /// <summary>Answers what the flow asks for. Call it when AMQPNetLite has dealt with the flow, and what waited for credit was sent.</summary>
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

    /// <summary>AMQPNetLite takes credit of 2^31 and more for a negative number.</summary>
    private static void ClampCredit(Span<byte> body, in Performative flow)
    {
        if (flow.Number(LinkCreditField) > int.MaxValue && body[flow.StartOf(LinkCreditField)] == Uint32)
        {
            BinaryPrimitives.WriteInt32BigEndian(body[(flow.StartOf(LinkCreditField) + 1)..], int.MaxValue);
        }
    }

    /// <summary>The same flow with another window, which may take more bytes.</summary>
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
