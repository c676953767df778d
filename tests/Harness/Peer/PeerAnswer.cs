using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>What a <see cref="ScriptedPeer"/> does with a message.</summary>
/// <param name="Settles">Whether it settles the message itself, at once; else it routes it or does nothing.</param>
/// <param name="Routes">Whether it routes the message as a broker does.</param>
/// <param name="Tells">Whether it settles a message that it routes.</param>
/// <param name="State">The state it settles with; null for none.</param>
internal sealed record PeerAnswer(bool Settles, bool Routes, bool Tells, DeliveryState? State)
{
    /// <summary>To whoever listens at the address; released when nobody does.</summary>
    public static PeerAnswer Route { get; } = new(false, true, true, null);

    /// <summary>Routed, and the sender never hears of it.</summary>
    public static PeerAnswer RouteSilently { get; } = new(false, true, false, null);

    /// <summary>Taken, and never settled.</summary>
    public static PeerAnswer Nothing { get; } = new(false, false, false, null);

    public static PeerAnswer Accept { get; } = new(true, false, true, new Accepted());

    public static PeerAnswer Release { get; } = new(true, false, true, new Released());

    /// <summary>Settled without any state.</summary>
    public static PeerAnswer SettleWithoutState { get; } = new(true, false, true, null);

    public static PeerAnswer Reject(string condition) => new(true, false, true, new Rejected { Error = new Error(condition) { Description = "scripted" } });

    public static PeerAnswer Modify(bool deliveryFailed, bool undeliverableHere) =>
        new(true, false, true, new Modified { DeliveryFailed = deliveryFailed, UndeliverableHere = undeliverableHere });
}
