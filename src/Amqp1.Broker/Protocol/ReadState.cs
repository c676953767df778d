namespace Amqp1.Broker.Protocol;

/// <summary>Specifies what the read loop of a connection does. It decides whether unread input counts as a sign of life of the peer.</summary>
internal enum ReadState
{
    /// <summary>The loop waits for input; unread input counts.</summary>
    Reading,

    /// <summary>The loop processes input, which counts.</summary>
    Processing,

    /// <summary>The loop waits until the peer reads its answers; unread input does not count.</summary>
    Paused,
}
