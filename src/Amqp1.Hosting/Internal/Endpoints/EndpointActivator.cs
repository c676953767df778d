using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

/// <summary>Creates objects of endpoint classes that are not registered as services, by generated code.</summary>
internal sealed class EndpointActivator(EndpointTable table)
{
    /// <summary>
    /// Creates an object of a class. Throws <see cref="InvalidOperationException"/> if the class is from a handwritten table and not
    /// registered.
    /// </summary>
    public object Create(IServiceProvider services, Type endpointType) =>
        table.Factories.TryGetValue(endpointType, out var create) ? create(services) : services.GetRequiredService(endpointType);
}
