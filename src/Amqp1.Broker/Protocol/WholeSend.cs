namespace Amqp1.Broker.Protocol;

/// <summary>
/// Sends a message completely when it is handed over, in as many transfers as it needs, so that its payload need not be kept.
/// </summary>
internal static class WholeSend
{
    /// <summary>The maximum number of transfers, because a turn must not be long.</summary>
    private const uint MostTransfers = 16;

    /// <summary>The maximum size of a message of several transfers, because the peer may not read them soon.</summary>
    private const uint MostBytes = 2 * 1024 * 1024;

    /// <summary>Returns the size of the largest message that is sent completely on a session that can transfer.</summary>
    public static long MostOn(Session session)
    {
        var frame = session.Connection.PeerMaxPayload;
        return Math.Max(frame, Math.Min(MostBytes, Math.Min(MostTransfers, session.PeerWindow) * frame));
    }

    /// <summary>Sends a message that is not larger than <see cref="MostOn"/>.</summary>
    public static void Send(Session session, uint handle, uint deliveryId, uint format, bool settled, ReadOnlySpan<byte> payload)
    {
        var frame = session.Connection.PeerMaxPayload;
        while (payload.Length > frame)
        {
            session.SendTransfer(handle, deliveryId, format, settled, more: true, payload[..frame]);
            payload = payload[frame..];
        }

        session.SendTransfer(handle, deliveryId, format, settled, more: false, payload);
    }
}
