using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that the client has settled a message that it received.</summary>
internal sealed record DeliverySettled(PeerLink Link, DeliveryState? State) : PeerEvent;
