using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>Frames that end a link or a connection, with an error or without one.</summary>
internal static class PeerErrors
{
    public static Detach Detached(uint handle, Error? error)
    {
        var detach = new Detach { Handle = handle, Closed = true };
        if (error is not null)
        {
            detach.Error = error;
        }

        return detach;
    }

    public static Close Closed(Error? error)
    {
        var close = new Close();
        if (error is not null)
        {
            close.Error = error;
        }

        return close;
    }
}
