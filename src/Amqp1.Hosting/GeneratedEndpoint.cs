using System.ComponentModel;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting;

/// <summary>What was generated for an endpoint class.</summary>
/// <param name="EndpointType">The class.</param>
/// <param name="Create">Makes an object of it for one message.</param>
/// <param name="Rpc">Makes its descriptor for RPC; null when it serves none.</param>
/// <param name="Notifications">Makes its descriptor for notifications; null when it handles none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GeneratedEndpoint(
    Type EndpointType,
    Func<IServiceProvider, object> Create,
    Func<EndpointJson, RpcEndpointDescriptor>? Rpc,
    Func<EndpointJson, NotificationEndpointDescriptor>? Notifications)
{
    /// <summary>The services without which <see cref="Create"/> fails, as far as they are known, with the keys of those that have one. Default: none.</summary>
    public IReadOnlyList<(Type Service, string? Key)> Needs { get; init; } = [];
}
