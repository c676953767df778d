using Amqp1.Notifications;

namespace Amqp1.Addressing;

/// <summary>
/// Specifies whether an address belongs to RPC or to notifications. Routable addresses distinguish the two
/// (docs/spec/addressing.md#composition).
/// </summary>
internal enum ServiceKind
{
    Rpc,
    Notification,
}
