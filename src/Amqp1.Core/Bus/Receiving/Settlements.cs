using Amqp.Framing;

namespace Amqp1.Bus.Receiving;

/// <summary>
/// The outcomes with which this driver settles received messages (docs/spec/links.md#reply-link, docs/spec/behaviour.md#dispositions).
/// </summary>
internal static class Settlements
{
    public static Accepted Accepted { get; } = new();

    public static Released Released { get; } = new();

    /// <summary>The outcome of a reply that matches no pending call.</summary>
    public static Modified Undeliverable { get; } = new() { DeliveryFailed = true, UndeliverableHere = true };
}
