using Amqp1.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

/// <summary>Creates a scope of the container for each message.</summary>
internal sealed class ServiceEndpointScopes(IServiceScopeFactory scopes, EndpointActivator activator) : IEndpointScopes
{
    public IEndpointScope Begin() => new ServiceEndpointScope(scopes.CreateAsyncScope(), activator);
}
