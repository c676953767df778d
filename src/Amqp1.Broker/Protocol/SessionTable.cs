using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;

namespace Amqp1.Broker.Protocol;

/// <summary>The sessions of a connection, by the channel number of the peer.</summary>
internal sealed class SessionTable(Connection connection)
{
    private readonly Dictionary<ushort, Session> _sessions = [];

    public static PeerFaultException NotBegun(ushort channel) =>
        PeerFaultException.Connection(ErrorCondition.NotAllowed, $"No session has begun on channel {channel}.");

    public Session? Find(ushort channel) => _sessions.GetValueOrDefault(channel);

    public void Begin(ushort channel, ref FieldReader fields)
    {
        if (channel >= connection.Context.Options.MaxSessionsPerConnection)
        {
            throw PeerFaultException.Connection(ErrorCondition.FramingError, $"Channel {channel} is beyond the channel-max of the router.");
        }

        if (_sessions.ContainsKey(channel))
        {
            throw PeerFaultException.Connection(ErrorCondition.NotAllowed, $"Channel {channel} already has a session.");
        }

        if (fields.UShort() is not null)
        {
            throw PeerFaultException.Connection(ErrorCondition.NotAllowed, "The Begin answers a session that the router has not begun.");
        }

        var nextOutgoingId = fields.UInt() ?? throw PeerFaultException.Decode("A Begin has no next-outgoing-id.");
        var incomingWindow = fields.UInt() ?? throw PeerFaultException.Decode("A Begin has no incoming-window.");
        if (connection.Context.Memory.IsFull)
        {
            connection.Context.Memory.CountRefused();
            throw PeerFaultException.Connection(ErrorCondition.ResourceLimitExceeded, "The router has no memory for another session (MaxHeldBytes).");
        }

        _sessions.Add(channel, new Session(connection, channel, nextOutgoingId, incomingWindow));
    }

    /// <summary>Handles an end from the peer, which may answer an end by the router.</summary>
    public void End(ushort channel)
    {
        if (!_sessions.Remove(channel, out var session))
        {
            throw NotBegun(channel);
        }

        if (session.IsActive)
        {
            Dismantle([session]);
            connection.Send(connection.Context.Frames.Start(channel, PerformativeCode.End).CloseList());
        }
    }

    /// <summary>Ends a session because of an error. The channel is free when the peer has ended it, too.</summary>
    public void End(Session session, PeerFaultException fault)
    {
        connection.Context.Log.SessionEnded(connection.Peer, fault.Condition, fault.Message);
        RouterMetrics.CountFault(connection.Context.Log, fault.Condition);
        Dismantle([session]);
        connection.Send(connection.Context.Frames.Start(session.Channel, PerformativeCode.End).Error(fault.Condition, fault.Message).CloseList());
    }

    /// <summary>Resumes sending when the output accepts messages to the peer again.</summary>
    public void Pump()
    {
        foreach (var session in _sessions.Values)
        {
            session.Stalled.Pump();
        }
    }

    /// <summary>Ends the sessions with the connection: removes all their links from the routing, then reroutes their unfinished messages.</summary>
    public void TearDown()
    {
        Dismantle([.. _sessions.Values.Where(session => session.IsActive)]);
        _sessions.Clear();
    }

    private void Dismantle(Session[] sessions)
    {
        foreach (var session in sessions)
        {
            session.Deactivate();
        }

        if (sessions.Length > 0)
        {
            connection.Context.Turns.Chores.Do(new Dismantling(connection.Context.Turns, sessions));
        }
    }
}
