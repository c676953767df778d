namespace Amqp1.Embedded;

/// <summary>The distributions of the addresses of oslo.messaging's amqp1 driver, see <see cref="EmbeddedRouterOptions.UsePreset"/>.</summary>
public enum EmbeddedPreset
{
    /// <summary>
    /// All messages are routed directly to the consumers that are attached, as by a message router. A notification without a listener is
    /// returned to its sender.
    /// </summary>
    Router,

    /// <summary>
    /// All messages are stored, in queues and topics, as by the message broker <c>qpidd</c> with the patterns that the driver documents. A
    /// call to a topic without a server waits in its queue until it expires. Addresses that match no rule are queues.
    /// </summary>
    Broker,

    /// <summary>
    /// Calls and casts are routed directly, and notifications are stored until a listener accepts them. This is the deployment that the
    /// driver recommends, a router for RPC and a broker for notifications, in one process. Legacy addresses are routed, because they do not
    /// tell notifications from calls.
    /// </summary>
    Dual,
}
