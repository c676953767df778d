namespace Amqp1.Addressing;

/// <summary>Whether an address belongs to RPC or to notifications: routable addresses tell them apart (specification C.2).</summary>
internal enum ServiceKind
{
    Rpc,
    Notification,
}
