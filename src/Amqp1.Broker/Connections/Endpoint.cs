using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>
/// The protocol state of a connection: splits the bytes into frames, answers Open and Close, and passes the other frames to the sessions.
/// Runs under the router's lock.
/// </summary>
internal sealed class Endpoint
{
    private readonly Connection _connection;
    private readonly RouterCore _router;
    private readonly Handshake _handshake;
    private readonly SessionTable _sessions;
    private bool _openSent;
    private bool _openReceived;
    private bool _closed;
    private bool _unfinished;

    public Endpoint(Connection connection)
    {
        _connection = connection;
        _router = connection.Router;
        _handshake = new Handshake(connection);
        _sessions = new SessionTable(connection);
    }

    /// <summary>Whether <see cref="Take"/> has left complete frames to a later turn.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Returns the size of the frame that begins here; 0 if there are too few bytes to read it.</summary>
    public int FrameSize(ReadOnlySpan<byte> bytes) => _handshake.IsDone && !_closed ? FrameHeader.Size(bytes) : 0;

    /// <summary>Processes all complete frames, or as many as a turn may, and returns the number of bytes processed.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        IsInterrupted = false;
        while (taken < bytes.Length)
        {
            if (_closed)
            {
                return bytes.Length;
            }

            if (!_router.Chores.Spend())
            {
                IsInterrupted = true;
                return taken;
            }

            var size = _handshake.IsDone ? TakeFrame(bytes[taken..]) : TakeHandshake(bytes[taken..]);
            if (size == 0)
            {
                return _closed ? bytes.Length : taken;
            }

            if (_unfinished)
            {
                // The frame stays in the buffer, and the next turn continues with it.
                _unfinished = false;
                IsInterrupted = true;
                return taken;
            }

            taken += size;
        }

        return taken;
    }

    /// <summary>Resumes sending when the output accepts messages to the peer again.</summary>
    public void Pump() => _sessions.Pump();

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
            RouterMetrics.CountFault(_router.Logger, condition);
        }

        if (_handshake.IsDone)
        {
            SendOpen();
            _connection.Send(_router.Frames.Start(0, PerformativeCode.Close).Error(condition, description).CloseList());
        }

        Finish();
    }

    /// <summary>Removes all links from the routing and reroutes their unfinished messages.</summary>
    public void TearDown()
    {
        _closed = true;
        _sessions.TearDown();
    }

    private int TakeHandshake(ReadOnlySpan<byte> bytes)
    {
        var size = _handshake.Take(bytes);
        if (_handshake.Refusal is { } refusal)
        {
            _router.Logger.Refused(_connection.Peer, refusal);
            RouterMetrics.CountFault(_router.Logger, "refused");
            Finish();
        }

        return size;
    }

    private int TakeFrame(ReadOnlySpan<byte> bytes)
    {
        var size = FrameHeader.Read(bytes, _router.Options.MaxFrameSize, out var channel, out var body, out var fault);
        if (fault is not null)
        {
            Close(ErrorCondition.FramingError, fault);
        }
        else if (!body.IsEmpty)
        {
            OnFrame(channel, body);
        }

        return size;
    }

    private void OnFrame(ushort channel, ReadOnlySpan<byte> body)
    {
        Session? session = null;
        try
        {
            var code = FieldReader.ReadDescribedList(body, out var fields, out var length);
            if (_openReceived)
            {
                session = _sessions.Find(channel);
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
                    _sessions.Begin(channel, ref fields);
                    break;
                case PerformativeCode.End:
                    _sessions.End(channel);
                    break;
                case PerformativeCode.Close:
                    OnClose();
                    break;
                default:
                    OnSessionFrame(session ?? throw SessionTable.NotBegun(channel), code, ref fields, body[length..]);
                    break;
            }
        }
        catch (PeerFaultException fault) when (fault.Scope == FaultScope.Session && session is { IsActive: true })
        {
            _sessions.End(session, fault);
        }
        catch (PeerFaultException fault)
        {
            Close(fault.Condition, fault.Message);
        }
    }

    private void OnSessionFrame(Session session, ulong code, ref FieldReader fields, ReadOnlySpan<byte> payload)
    {
        if (!session.IsActive)
        {
            // The router has ended the session, and the peer could not know it yet.
            return;
        }

        switch (code)
        {
            case PerformativeCode.Transfer:
                session.OnTransfer(TransferFrame.Read(ref fields, payload));
                break;
            case PerformativeCode.Disposition:
                _unfinished = !session.OnDisposition(DispositionFrame.Read(ref fields));
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

        NameLimit.Check(open.ContainerId, "container-id", _router.Options, FaultScope.Connection);
        _openReceived = true;
        SendOpen();
        _connection.Opened(open);
        _router.Logger.Opened(_connection.Peer, open.ContainerId);
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
}
