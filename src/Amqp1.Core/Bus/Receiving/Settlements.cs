using Amqp.Framing;
using Amqp1.Dialects;

namespace Amqp1.Bus.Receiving;

/// <summary>
/// The outcomes with which this driver settles received messages (docs/spec/links.md#reply-link, docs/spec/behaviour.md#dispositions).
/// </summary>
internal static class Settlements
{
    public static Accepted Accepted { get; } = new();

    public static Released Released { get; } = new();

    private static Modified Undeliverable { get; } = new() { DeliveryFailed = true, UndeliverableHere = true };

    /// <summary>
    /// Returns the outcome of a reply that matches no pending call. A router passes the outcome on to the sender of the reply. A broker would
    /// keep the returned message in the queue, where nobody else receives it, until the queue is full and accepts no more replies.
    /// </summary>
    public static DeliveryState OfUnmatchedReply(IDialect dialect) => dialect.GrantsCreditForConsumers ? Undeliverable : Accepted;
}
