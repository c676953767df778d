namespace Amqp1.Broker.Codec;

/// <summary>Serial number arithmetic with 32 bits (RFC 1982).</summary>
internal static class SerialNumber
{
    /// <summary>Returns the distance from <paramref name="from"/> to <paramref name="to"/>; negative if <paramref name="to"/> is behind.</summary>
    public static int Distance(uint from, uint to) => unchecked((int)(to - from));

    /// <summary>
    /// Returns the remaining window or credit: the peer stated it after it had seen <paramref name="seen"/>, and the router has sent up to
    /// <paramref name="sent"/>.
    /// </summary>
    public static uint Left(uint seen, uint window, uint sent)
    {
        var inFlight = unchecked(sent - seen);
        return window > inFlight ? window - inFlight : 0;
    }
}
