using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting;

/// <summary>
/// The RPC endpoints and notification endpoints of a service, in the order in which the host tries them. The host treats a table from
/// generated code and a table from the application alike.
/// </summary>
/// <param name="Rpc">The RPC endpoints. Those with the same exchange, topic and server share one server.</param>
/// <param name="Notifications">The notification endpoints. They share one listener.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record EndpointTable(IReadOnlyList<RpcEndpointDescriptor> Rpc, IReadOnlyList<NotificationEndpointDescriptor> Notifications)
{
    /// <summary>An empty table.</summary>
    public static EndpointTable Empty { get; } = new([], []);

    /// <summary>The factories of endpoint classes that are not registered as services. Default: empty.</summary>
    public IReadOnlyDictionary<Type, Func<IServiceProvider, object>> Factories { get; init; } = new Dictionary<Type, Func<IServiceProvider, object>>();
}
