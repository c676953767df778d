namespace Amqp1.Tests.Harness.Peer;

/// <summary>A message on its way to a client.</summary>
/// <param name="Payload">The encoded message.</param>
/// <param name="Origin">The transfer with which the message arrived, which is settled as this delivery is; null if it is settled
/// already.</param>
/// <param name="Settled">Whether the message is sent settled.</param>
internal sealed record PeerDelivery(byte[] Payload, PeerTransfer? Origin, bool Settled)
{
    /// <summary>The maximum payload of a frame.</summary>
    public int LargestPayload { get; init; } = int.MaxValue;

    /// <summary>The form of the last frame if it aborts the message; null if the message is not aborted.</summary>
    public AbortedTransfer? Aborts { get; init; }

    /// <summary>The link on which the message was sent.</summary>
    public PeerLink? Link { get; set; }
}
