using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// The protocol state of a connection: splits the bytes into frames, answers Open and Close, and passes the other frames to the sessions.
/// Runs in a turn.
/// </summary>
internal sealed class FrameProcessor
{
    private readonly Connection _connection;
    private readonly ProtocolContext _context;
    private readonly Handshake _handshake;
    private readonly SessionTable _sessions;
    private ConnectionStage _stage;

    public FrameProcessor(Connection connection)
    {
        _connection = connection;
        _context = connection.Context;
        _handshake = new Handshake(connection);
        _sessions = new SessionTable(connection);
    }

    /// <summary>Whether <see cref="Take"/> has left complete frames to a later turn.</summary>
    public bool IsInterrupted { get; private set; }

    private bool IsClosed => _stage == ConnectionStage.Closed;

    /// <summary>Returns the size of the frame that begins here; 0 if there are too few bytes to read it.</summary>
    public int FrameSize(ReadOnlySpan<byte> bytes) => _handshake.IsDone && !IsClosed ? FrameHeader.Size(bytes) : 0;

    /// <summary>Processes all complete frames, or as many as a turn may, and returns the number of bytes processed.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        IsInterrupted = false;
        while (taken < bytes.Length)
        {
            if (IsClosed)
            {
                return bytes.Length;
            }

            if (!_context.Turns.Chores.Spend())
            {
                IsInterrupted = true;
                return taken;
            }

            var isDone = true;
            var size = _handshake.IsDone ? TakeFrame(bytes[taken..], out isDone) : TakeHandshake(bytes[taken..]);
            if (size == 0)
            {
                return IsClosed ? bytes.Length : taken;
            }

            if (!isDone)
            {
                // The frame stays in the buffer, and the next turn continues with it.
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
        if (IsClosed)
        {
            return;
        }

        if (condition == ErrorCondition.ConnectionForced)
        {
            _context.Log.Stopping(_connection.Peer, description);
        }
        else
        {
            _context.Log.Closing(_connection.Peer, condition, description);
            RouterMetrics.CountFault(_context.Log, condition);
        }

        if (_handshake.IsDone)
        {
            SendOpenIfDue();
            _connection.Send(_context.Frames.Start(0, PerformativeCode.Close).Error(condition, description).CloseList());
        }

        Finish();
    }

    /// <summary>Removes all links from the routing and reroutes their unfinished messages.</summary>
    public void TearDown()
    {
        _stage = ConnectionStage.Closed;
        _context.Connections.Remove(_connection);
        _sessions.TearDown();
        _connection.Scope.End();
    }

    private int TakeHandshake(ReadOnlySpan<byte> bytes)
    {
        var size = _handshake.Take(bytes);
        if (_handshake.Refusal is { } refusal)
        {
            _context.Log.Refused(_connection.Peer, refusal);
            RouterMetrics.CountFault(_context.Log, "refused");
            Finish();
        }

        return size;
    }

    /// <summary>Processes a frame; <paramref name="isDone"/> is false if the turn ended before, and the frame must be passed again.</summary>
    private int TakeFrame(ReadOnlySpan<byte> bytes, out bool isDone)
    {
        isDone = true;
        var size = FrameHeader.Read(bytes, _context.Options.MaxFrameSize, out var channel, out var body, out var fault);
        if (fault is not null)
        {
            Close(ErrorCondition.FramingError, fault);
        }
        else if (!body.IsEmpty)
        {
            isDone = OnFrame(channel, body);
        }

        return size;
    }

    private bool OnFrame(ushort channel, ReadOnlySpan<byte> body)
    {
        Session? session = null;
        try
        {
            var code = FieldReader.ReadDescribedList(body, out var fields, out var length);
            if (_stage == ConnectionStage.Open)
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
                    return OnSessionFrame(session ?? throw SessionTable.NotBegun(channel), code, ref fields, body[length..]);
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

        return true;
    }

    private static bool OnSessionFrame(Session session, ulong code, ref FieldReader fields, ReadOnlySpan<byte> payload)
    {
        if (!session.IsActive)
        {
            // The broker has ended the session, and the peer could not know it yet.
            return true;
        }

        switch (code)
        {
            case PerformativeCode.Transfer:
                session.OnTransfer(TransferFrame.Read(ref fields, payload));
                break;
            case PerformativeCode.Disposition:
                return session.OnDisposition(DispositionFrame.Read(ref fields));
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
                throw PeerFaultException.Connection(ErrorCondition.DecodeError, $"0x{code:x} is not a performative.");
        }

        return true;
    }

    private void OnOpen(ref FieldReader fields)
    {
        if (_stage == ConnectionStage.Open)
        {
            throw PeerFaultException.Connection(ErrorCondition.IllegalState, "The peer sent a second Open.");
        }

        var open = OpenFrame.Read(ref fields);
        if (open.MaxFrameSize < 512)
        {
            throw PeerFaultException.Connection(ErrorCondition.InvalidField, "A max-frame-size below 512 is not allowed.");
        }

        NameLimit.Check(open.ContainerId, "container-id", _context.Options, FaultScope.Connection);
        SendOpenIfDue();
        _stage = ConnectionStage.Open;
        _connection.Opened(open);
        _context.Log.Opened(_connection.Peer, open.ContainerId);
    }

    private void OnClose()
    {
        SendOpenIfDue();
        _connection.Send(_context.Frames.Start(0, PerformativeCode.Close).CloseList());
        Finish();
    }

    private void Finish()
    {
        TearDown();
        _connection.FinishOutput();
    }

    private void SendOpenIfDue()
    {
        if (_stage == ConnectionStage.AwaitsOpen)
        {
            _connection.Send(OpenFrame.Write(_context.Frames, _context.Broker.ContainerId, _context.Options));
        }
    }
}
