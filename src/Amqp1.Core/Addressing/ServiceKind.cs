namespace Amqp1.Addressing;

/// <summary>Whether an address belongs to RPC or to notifications: routable addresses tell them apart (docs/spec/addressing.md#composition).</summary>
internal enum ServiceKind
{
    Rpc,
    Notification,
}
