namespace Amqp1.Tests.Harness.Peer;

/// <summary>A message on its way to a client.</summary>
/// <param name="Payload">The encoded message.</param>
/// <param name="Origin">The transfer that it came in with and that is settled as this one is; null when it is settled already.</param>
/// <param name="Settled">Whether it goes out settled.</param>
internal sealed record PeerDelivery(byte[] Payload, PeerTransfer? Origin, bool Settled)
{
    /// <summary>How much of it goes into a frame.</summary>
    public int LargestPayload { get; init; } = int.MaxValue;

    /// <summary>Set for a message that its last frame aborts.</summary>
    public AbortedTransfer? Aborts { get; init; }

    /// <summary>The link it went out on.</summary>
    public PeerLink? Link { get; set; }
}
