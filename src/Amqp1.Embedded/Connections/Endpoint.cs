using System.Buffers.Binary;
using Amqp1.Embedded.Frames;
using Amqp1.Embedded.Routing;

namespace Amqp1.Embedded.Connections;

/// <summary>
/// The protocol state of a connection: takes the bytes apart into frames, answers Open and Close, and gives the rest to the sessions.
/// Runs under the router's lock.
/// </summary>
internal sealed class Endpoint
{
    private readonly Connection _connection;
    private readonly RouterCore _router;
    private readonly Handshake _handshake;
    private readonly Dictionary<ushort, Session> _sessions = [];
    private bool _openSent;
    private bool _openReceived;
    private bool _closed;

    public Endpoint(Connection connection)
    {
        _connection = connection;
        _router = connection.Router;
        _handshake = new Handshake(connection);
    }

    /// <summary>Size of the frame that begins here, 0 when that is not to be seen yet.</summary>
    public int FrameSize(ReadOnlySpan<byte> bytes) =>
        _handshake.IsDone && !_closed && bytes.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) : 0;

    /// <summary>Handles every complete frame and returns how many bytes that were.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length)
        {
            if (_closed)
            {
                return bytes.Length;
            }

            var size = _handshake.IsDone ? TakeFrame(bytes[taken..]) : TakeHandshake(bytes[taken..]);
            if (size == 0)
            {
                return _closed ? bytes.Length : taken;
            }

            taken += size;
        }

        return taken;
    }

    /// <summary>There is room again for messages to the peer.</summary>
    public void Pump()
    {
        foreach (var session in _sessions.Values)
        {
            session.Pump();
        }
    }

    public void Close(string condition, string description)
    {
        if (_closed)
        {
            return;
        }

        if (condition == ErrorCondition.ConnectionForced)
        {
            _router.Logger.Stopping(_connection.Peer);
        }
        else
        {
            _router.Logger.Closing(_connection.Peer, condition, description);
        }

        if (_handshake.IsDone)
        {
            SendOpen();
            _connection.Send(_router.Frames.Start(0, PerformativeCode.Close).Error(condition, description).CloseList());
        }

        Finish();
    }

    /// <summary>Takes all links out of the routing; what was under way to them finds another way.</summary>
    public void TearDown()
    {
        _closed = true;
        foreach (var session in _sessions.Values)
        {
            session.Unlink();
        }

        foreach (var session in _sessions.Values)
        {
            session.Recover();
        }

        _sessions.Clear();
    }

    private int TakeHandshake(ReadOnlySpan<byte> bytes)
    {
        var size = _handshake.Take(bytes);
        if (_handshake.Refusal is { } refusal)
        {
            _router.Logger.Refused(_connection.Peer, refusal);
            Finish();
        }

        return size;
    }

    private int TakeFrame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8)
        {
            // The size alone may be wrong already, and no more may ever come.
            if (bytes.Length >= 4)
            {
                CheckSize(BinaryPrimitives.ReadInt32BigEndian(bytes));
            }

            return 0;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (!CheckSize(size) || bytes.Length < size)
        {
            return 0;
        }

        var start = bytes[4] * 4;
        if (start < 8 || start > size || bytes[5] != 0)
        {
            Close(ErrorCondition.FramingError, "The frame header is malformed.");
            return 0;
        }

        if (start < size)
        {
            OnFrame(BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]), bytes[start..size]);
        }

        return size;
    }

    private bool CheckSize(int size)
    {
        if (size >= 8 && size <= _router.Options.MaxFrameSize)
        {
            return true;
        }

        Close(ErrorCondition.FramingError, $"A frame of {(uint)size} bytes is outside of 8 to {_router.Options.MaxFrameSize}.");
        return false;
    }

    private void OnFrame(ushort channel, ReadOnlySpan<byte> body)
    {
        Session? session = null;
        try
        {
            var code = FieldReader.ReadDescribedList(body, out var fields, out var length);
            if (_openReceived)
            {
                _sessions.TryGetValue(channel, out session);
            }
            else if (code is not (PerformativeCode.Open or PerformativeCode.Close))
            {
                throw PeerFaultException.Connection(ErrorCondition.NotAllowed, "The first frame is not Open.");
            }

            switch (code)
            {
                case PerformativeCode.Open:
                    OnOpen(ref fields);
                    break;
                case PerformativeCode.Begin:
                    OnBegin(channel, session, ref fields);
                    break;
                case PerformativeCode.End:
                    OnEnd(channel, session ?? throw NoSession(channel));
                    break;
                case PerformativeCode.Close:
                    OnClose();
                    break;
                default:
                    OnSessionFrame(session ?? throw NoSession(channel), code, ref fields, body[length..]);
                    break;
            }
        }
        catch (PeerFaultException fault) when (fault.Scope == FaultScope.Session && session is { IsActive: true })
        {
            EndSession(session, fault);
        }
        catch (PeerFaultException fault)
        {
            Close(fault.Condition, fault.Message);
        }
    }

    private static void OnSessionFrame(Session session, ulong code, ref FieldReader fields, ReadOnlySpan<byte> payload)
    {
        if (!session.IsActive)
        {
            // Ended by the router; the peer could not know yet.
            return;
        }

        switch (code)
        {
            case PerformativeCode.Transfer:
                session.OnTransfer(TransferFrame.Read(ref fields, payload));
                break;
            case PerformativeCode.Disposition:
                session.OnDisposition(DispositionFrame.Read(ref fields));
                break;
            case PerformativeCode.Flow:
                session.OnFlow(FlowFrame.Read(ref fields));
                break;
            case PerformativeCode.Attach:
                session.OnAttach(AttachFrame.Read(ref fields));
                break;
            case PerformativeCode.Detach:
                var handle = fields.UInt() ?? throw PeerFaultException.Decode("A detach has no handle.");
                session.OnDetach(handle, fields.Bool() ?? false);
                break;
            default:
                throw PeerFaultException.Connection(ErrorCondition.DecodeError, $"0x{code:x} is no performative.");
        }
    }

    private void OnOpen(ref FieldReader fields)
    {
        if (_openReceived)
        {
            throw PeerFaultException.Connection(ErrorCondition.IllegalState, "A second Open came.");
        }

        var open = OpenFrame.Read(ref fields);
        if (open.MaxFrameSize < 512)
        {
            throw PeerFaultException.Connection(ErrorCondition.InvalidField, "A max-frame-size below 512 is not allowed.");
        }

        _openReceived = true;
        SendOpen();
        _connection.Opened(open);
        _router.Logger.Opened(_connection.Peer, open.ContainerId);
    }

    private void OnBegin(ushort channel, Session? existing, ref FieldReader fields)
    {
        if (existing is not null || channel > OpenFrame.ChannelMax)
        {
            throw PeerFaultException.Connection(ErrorCondition.NotAllowed, $"Channel {channel} cannot begin a session.");
        }

        if (fields.UShort() is not null)
        {
            throw PeerFaultException.Connection(ErrorCondition.NotAllowed, "The router has not begun a session that could be answered.");
        }

        var nextOutgoingId = fields.UInt() ?? throw PeerFaultException.Decode("A Begin has no next-outgoing-id.");
        var incomingWindow = fields.UInt() ?? throw PeerFaultException.Decode("A Begin has no incoming-window.");
        _sessions.Add(channel, new Session(_connection, channel, nextOutgoingId, incomingWindow));
    }

    private void OnEnd(ushort channel, Session session)
    {
        _sessions.Remove(channel);
        if (session.IsActive)
        {
            session.Unlink();
            session.Recover();
            _connection.Send(_router.Frames.Start(channel, PerformativeCode.End).CloseList());
        }
    }

    private void EndSession(Session session, PeerFaultException fault)
    {
        _router.Logger.SessionEnded(_connection.Peer, fault.Condition, fault.Message);
        session.Unlink();
        session.Recover();
        _connection.Send(_router.Frames.Start(session.Channel, PerformativeCode.End).Error(fault.Condition, fault.Message).CloseList());
    }

    private void OnClose()
    {
        SendOpen();
        _connection.Send(_router.Frames.Start(0, PerformativeCode.Close).CloseList());
        Finish();
    }

    private void Finish()
    {
        TearDown();
        _connection.FinishOutput();
    }

    private void SendOpen()
    {
        if (!_openSent)
        {
            _openSent = true;
            _connection.Send(OpenFrame.Write(_router.Frames, _router.ContainerId, _router.Options));
        }
    }

    private static PeerFaultException NoSession(ushort channel) =>
        PeerFaultException.Connection(ErrorCondition.NotAllowed, $"No session has begun on channel {channel}.");
}
