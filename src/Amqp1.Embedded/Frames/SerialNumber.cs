namespace Amqp1.Embedded.Frames;

/// <summary>Arithmetic of RFC 1982 on 32 bits.</summary>
internal static class SerialNumber
{
    /// <summary>How far <paramref name="to"/> lies ahead of <paramref name="from"/>; negative when it lies behind.</summary>
    public static int Distance(uint from, uint to) => unchecked((int)(to - from));

    /// <summary>
    /// What is left of a window or credit that the peer stated when it had seen <paramref name="seen"/>, now that
    /// <paramref name="sent"/> is sent.
    /// </summary>
    public static uint Left(uint seen, uint window, uint sent)
    {
        var inFlight = unchecked(sent - seen);
        return window > inFlight ? window - inFlight : 0;
    }
}
