using Amqp;

namespace Amqp1.Bus;

/// <summary>Ends a link and the session that is its own.</summary>
internal static class LinkClosing
{
    /// <summary>Sends Detach and End without waiting for the answers. Must not be called under a lock.</summary>
    public static void Close(Link link)
    {
        try
        {
            link.Close(TimeSpan.Zero, null);
            link.Session.Close(TimeSpan.Zero, null);
        }
        catch (Exception ended) when (ended is AmqpException or ObjectDisposedException or IOException)
        {
            // The peer or the connection was faster: the link is gone, which is what was wanted.
        }
    }
}
