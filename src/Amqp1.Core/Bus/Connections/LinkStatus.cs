using Amqp;

namespace Amqp1.Bus.Connections;

/// <summary>Determines whether a link can be used.</summary>
internal static class LinkStatus
{
    /// <summary>Returns whether link, session and connection are open, so that an outcome reported for the link comes from the peer.</summary>
    public static bool IsUp(ILink link) => link is Link
    {
        LinkState: LinkState.Attached,
        Session: { SessionState: SessionState.Opened, Connection.ConnectionState: Amqp.ConnectionState.Opened },
    };
}
