using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting;

/// <summary>
/// What a service serves: its RPC endpoints and notification endpoints, in the order in which they are asked. Whoever fills it,
/// generated code or the application, the host treats it alike.
/// </summary>
/// <param name="Rpc">The RPC endpoints. Those with the same exchange, topic and server share one server.</param>
/// <param name="Notifications">The notification endpoints. They share one listener.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record EndpointTable(IReadOnlyList<RpcEndpointDescriptor> Rpc, IReadOnlyList<NotificationEndpointDescriptor> Notifications)
{
    /// <summary>The table without endpoints.</summary>
    public static EndpointTable Empty { get; } = new([], []);

    /// <summary>How the objects of classes are made that are not registered as services. Default: none.</summary>
    public IReadOnlyDictionary<Type, Func<IServiceProvider, object>> Factories { get; init; } = new Dictionary<Type, Func<IServiceProvider, object>>();
}
