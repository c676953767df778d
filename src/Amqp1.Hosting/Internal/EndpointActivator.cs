using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

/// <summary>Makes endpoint objects of classes that are not registered, by generated code.</summary>
internal sealed class EndpointActivator(EndpointTable table)
{
    /// <summary>Throws <see cref="InvalidOperationException"/> for a class of a handwritten table that nobody registered.</summary>
    public object Create(IServiceProvider services, Type endpointType) =>
        table.Factories.TryGetValue(endpointType, out var create) ? create(services) : services.GetRequiredService(endpointType);
}
