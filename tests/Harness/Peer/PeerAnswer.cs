using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The way in which a <see cref="ScriptedPeer"/> handles a message.</summary>
/// <param name="Settles">Whether the peer settles the message itself, at once. Otherwise it routes the message or does nothing.</param>
/// <param name="Routes">Whether the peer routes the message as a broker does.</param>
/// <param name="Tells">Whether the peer settles a message that it routes.</param>
/// <param name="State">The state with which the peer settles; null for no state.</param>
internal sealed record PeerAnswer(bool Settles, bool Routes, bool Tells, DeliveryState? State)
{
    /// <summary>Routes the message to a consumer of the address. Releases it if there is no consumer.</summary>
    public static PeerAnswer Route { get; } = new(false, true, true, null);

    /// <summary>Routes the message and never settles it towards its sender.</summary>
    public static PeerAnswer RouteSilently { get; } = new(false, true, false, null);

    /// <summary>Receives the message and never settles it.</summary>
    public static PeerAnswer Nothing { get; } = new(false, false, false, null);

    public static PeerAnswer Accept { get; } = new(true, false, true, new Accepted());

    public static PeerAnswer Release { get; } = new(true, false, true, new Released());

    /// <summary>Settles the message without a state.</summary>
    public static PeerAnswer SettleWithoutState { get; } = new(true, false, true, null);

    public static PeerAnswer Reject(string condition) => new(true, false, true, new Rejected { Error = new Error(condition) { Description = "scripted" } });

    public static PeerAnswer Modify(bool deliveryFailed, bool undeliverableHere) =>
        new(true, false, true, new Modified { DeliveryFailed = deliveryFailed, UndeliverableHere = undeliverableHere });
}
