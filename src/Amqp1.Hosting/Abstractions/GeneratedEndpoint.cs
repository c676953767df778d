using System.ComponentModel;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting;

/// <summary>The generated registration of an endpoint class.</summary>
/// <param name="EndpointType">The class.</param>
/// <param name="Create">Creates an object of the class for one message.</param>
/// <param name="Rpc">Creates its RPC descriptor; null if the class serves no RPC methods.</param>
/// <param name="Notifications">Creates its notification descriptor; null if the class handles no notifications.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GeneratedEndpoint(
    Type EndpointType,
    Func<IServiceProvider, object> Create,
    Func<EndpointJson, RpcEndpointDescriptor>? Rpc,
    Func<EndpointJson, NotificationEndpointDescriptor>? Notifications)
{
    /// <summary>The known services that <see cref="Create"/> requires, with their keys if they have one. Default: empty.</summary>
    public IReadOnlyList<(Type Service, string? Key)> Needs { get; init; } = [];
}
