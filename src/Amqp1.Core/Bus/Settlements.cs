using Amqp.Framing;

namespace Amqp1.Bus;

/// <summary>The outcomes this driver settles received messages with (docs/spec/links.md#reply-link, docs/spec/behaviour.md#dispositions).</summary>
internal static class Settlements
{
    public static Accepted Accepted { get; } = new();

    public static Released Released { get; } = new();

    /// <summary>For a reply that nobody waits for.</summary>
    public static Modified Undeliverable { get; } = new() { DeliveryFailed = true, UndeliverableHere = true };
}
