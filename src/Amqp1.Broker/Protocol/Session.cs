using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// A session with its links and transfer windows. This class and its links run in a turn. The broker sends on the same
/// channel number that the peer has chosen for its own direction.
/// </summary>
internal sealed class Session : ITurnEnd
{
    private const uint Window = 8192;
    private const int StateOnStack = 256;

    private readonly Dictionary<uint, Link> _links = [];
    private uint _nextIncomingId;
    private uint _incomingWindow = Window;
    private uint _nextOutgoingId;
    private uint _peerWindow;
    private bool _flushing;

    public Session(Connection connection, ushort channel, uint nextIncomingId, uint peerWindow)
    {
        Connection = connection;
        Channel = channel;
        _nextIncomingId = nextIncomingId;
        _peerWindow = peerWindow;
        Stalled = new StalledLinks(this);
        Incoming = new IncomingDeliveries(this);
        Outgoing = new OutgoingDeliveries(this);
        Scope = new Scope(connection.Context.Turns.Chores);
        connection.Context.Memory.Add(MemoryAccount.Session);
        connection.Send(connection.Context.Frames.Start(channel, PerformativeCode.Begin)
            .UShort(channel).UInt(_nextOutgoingId).UInt(Window).UInt(Window).UInt(HandleMax).CloseList());
    }

    public Connection Connection { get; }

    public ushort Channel { get; }

    /// <summary>
    /// Whether the session is active; false when either side has ended it. After an end by the broker, the channel stays in use until the
    /// peer ends it.
    /// </summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>The links, attached or not. They do not change after the session has ended.</summary>
    public IEnumerable<Link> Links => _links.Values;

    /// <summary>The links that wait until the session can send again.</summary>
    public StalledLinks Stalled { get; }

    public IncomingDeliveries Incoming { get; }

    public OutgoingDeliveries Outgoing { get; }

    /// <summary>The life of the session, for subscriptions that expire with it.</summary>
    public Scope Scope { get; }

    /// <summary>The number of transfers that the peer's window still allows.</summary>
    public uint PeerWindow => _peerWindow;

    public bool CanTransfer => _peerWindow > 0 && IsActive && Connection.CanTransfer;

    private uint HandleMax => (uint)Connection.Context.Options.MaxLinksPerConnection - 1;

    public void OnAttach(in AttachFrame attach)
    {
        NameLimit.Check(attach.Name, "name of a link", Connection.Context.Options, FaultScope.Session);
        if (attach.Handle > HandleMax)
        {
            throw PeerFaultException.Connection(ErrorCondition.FramingError, $"Handle {attach.Handle} is beyond the handle-max of the router.");
        }

        if (_links.ContainsKey(attach.Handle))
        {
            throw PeerFaultException.Session(ErrorCondition.HandleInUse, $"Handle {attach.Handle} is already attached.");
        }

        if (Connection.LinkCount >= 2L * Connection.Context.Options.MaxLinksPerConnection)
        {
            // The peer continues to attach although its attaches are refused, and does not detach its handles.
            throw PeerFaultException.Session(ErrorCondition.ResourceLimitExceeded, "The connection has too many links.");
        }

        var names = Connection.Context.LinkNames;
        if (names.Find(Connection.LinkOwner, attach.Name, attach.FromReceiver) is { } former)
        {
            former.Session.Detach(former, ErrorCondition.Stolen, "The peer attached the link again on another session or connection.");
        }

        var link = LinkFactory.Attach(this, attach);
        _links.Add(attach.Handle, link);
        Connection.LinkCount++;
        if (link.IsAttached)
        {
            names.Add(link);
        }
    }

    public void OnTransfer(in TransferFrame frame)
    {
        if (_incomingWindow == 0)
        {
            throw PeerFaultException.Session(ErrorCondition.WindowViolation, "A transfer was sent beyond the window of the session.");
        }

        _nextIncomingId++;
        if (--_incomingWindow <= Window / 2)
        {
            FlushLater();
        }

        var found = Find(frame.Handle);
        if (!found.IsAttached)
        {
            // The broker has detached the link, and the peer could not know it yet.
            return;
        }

        if (found is not IncomingLink link)
        {
            throw PeerFaultException.Session(ErrorCondition.NotAllowed, "The peer sent a transfer on a link on which it receives.");
        }

        try
        {
            link.OnTransfer(frame);
        }
        catch (PeerFaultException fault) when (fault.Scope == FaultScope.Link)
        {
            Detach(link, fault.Condition, fault.Message);
        }
    }

    public void OnFlow(in FlowFrame flow)
    {
        _peerWindow = SerialNumber.Left(flow.NextIncomingId ?? 0, flow.IncomingWindow, _nextOutgoingId);
        Stalled.Pump();

        if (flow.Handle is { } handle)
        {
            var link = Find(handle);
            if (link.IsAttached)
            {
                link.OnFlow(flow);
            }
        }
        else if (flow.Echo)
        {
            SendFlow(null);
        }
    }

    /// <summary>Returns false if there are more deliveries to settle than a turn may; the same frame must then be passed again.</summary>
    public bool OnDisposition(in DispositionFrame frame)
    {
        if (SerialNumber.Distance(frame.First, frame.Last) < 0)
        {
            throw PeerFaultException.Session(ErrorCondition.InvalidField, "The last delivery of a disposition precedes the first one.");
        }

        return frame.FromReceiver ? Outgoing.OnDisposition(frame) : Incoming.OnDisposition(frame);
    }

    public void OnDetach(uint handle, bool closed)
    {
        var link = Find(handle);
        _links.Remove(handle);
        Connection.LinkCount--;
        if (link.IsAttached)
        {
            link.IsClosedByPeer = closed;
            End(link);
            Connection.Send(Connection.Context.Frames.Start(Channel, PerformativeCode.Detach).UInt(handle).Bool(closed).CloseList());
        }
    }

    /// <summary>Detaches the link because of an error. The peer's own detach frees the handle.</summary>
    public void Detach(Link link, string condition, string description)
    {
        Connection.Context.Log.LinkDetached(link.Name, Connection.Peer, condition, description);
        RouterMetrics.CountFault(Connection.Context.Log, condition);
        if (link.IsAttached)
        {
            End(link);
        }

        if (IsActive)
        {
            Connection.Send(Connection.Context.Frames.Start(Channel, PerformativeCode.Detach)
                .UInt(link.Handle).Bool(true).Error(condition, description).CloseList());
        }
    }

    /// <summary>Deactivates the session. Its links must still be removed from the routing, see <see cref="Dismantling"/>.</summary>
    public void Deactivate()
    {
        IsActive = false;
        Connection.LinkCount -= _links.Count;
        Connection.Context.Memory.Remove(MemoryAccount.Session);
        Scope.End();
    }

    public void SendTransfer(uint handle, uint deliveryId, uint format, bool settled, bool more, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[HotFrames.MaxHeader];
        var length = HotFrames.Transfer(header, Channel, handle, deliveryId, format, settled, more, aborted: false, payload.Length);
        _nextOutgoingId++;
        _peerWindow--;
        Connection.SendTransfer(header[..length], payload);
    }

    public void SendAbort(uint handle, uint deliveryId)
    {
        Span<byte> frame = stackalloc byte[HotFrames.MaxHeader];
        var length = HotFrames.Transfer(frame, Channel, handle, deliveryId, 0, settled: false, more: false, aborted: true, 0);
        _nextOutgoingId++;
        _peerWindow--;
        Connection.Send(frame[..length]);
    }

    public void SendFlow(LinkFlow? link)
    {
        if (!IsActive)
        {
            return;
        }

        _incomingWindow = Window;
        Span<byte> frame = stackalloc byte[HotFrames.MaxHeader];
        var length = HotFrames.Flow(frame, Channel, _nextIncomingId, _incomingWindow, _nextOutgoingId, Window, link);
        Connection.Send(frame[..length]);
    }

    void ITurnEnd.OnTurnEnd()
    {
        _flushing = false;
        if (!IsActive)
        {
            return;
        }

        Incoming.SendAccepted();
        Outgoing.SendWritten();
        if (_incomingWindow <= Window / 2)
        {
            SendFlow(null);
        }
    }

    /// <summary>Schedules a flush of settlements or a window after the current frames.</summary>
    public void FlushLater()
    {
        if (!_flushing)
        {
            _flushing = true;
            Connection.Context.Turns.AtEnd(TurnEndStage.Settlement, this);
        }
    }

    /// <summary>Settles a range of deliveries with the peer, as their receiver or their sender.</summary>
    public void SendDisposition(bool roleReceiver, uint first, uint last, ReadOnlySpan<byte> state)
    {
        if (!IsActive)
        {
            return;
        }

        if (state.Length + HotFrames.DispositionHeader > Connection.PeerMaxFrameSize)
        {
            // The outcome is longer than a frame to this peer, so it is sent without its details.
            state = Outcomes.WithoutDetails(Outcomes.CodeOf(state));
        }

        var room = state.Length + HotFrames.DispositionHeader;
        Span<byte> frame = room <= StateOnStack ? stackalloc byte[StateOnStack] : new byte[room];
        var length = HotFrames.Disposition(frame, Channel, roleReceiver, first, last, settled: true, state);
        Connection.Send(frame[..length]);
    }

    private void End(Link link)
    {
        link.Unlink();
        Connection.Context.Turns.Chores.Do(link);
    }

    private Link Find(uint handle) => _links.TryGetValue(handle, out var link)
        ? link
        : throw PeerFaultException.Session(ErrorCondition.UnattachedHandle, $"Handle {handle} is not attached.");
}
