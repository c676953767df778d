using Amqp.Framing;

namespace Amqp1.Bus;

/// <summary>The outcomes this driver settles received messages with (specification D.2, F.4).</summary>
internal static class Settlements
{
    public static Accepted Accepted { get; } = new();

    public static Released Released { get; } = new();

    /// <summary>For a reply that nobody waits for.</summary>
    public static Modified Undeliverable { get; } = new() { DeliveryFailed = true, UndeliverableHere = true };
}
