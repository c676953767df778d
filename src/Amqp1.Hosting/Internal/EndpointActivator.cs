using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

/// <summary>Makes endpoint objects of classes that are not registered; how is worked out once for each class.</summary>
internal sealed class EndpointActivator
{
    private readonly ConcurrentDictionary<Type, ObjectFactory> _factories = new();

    public object Create(IServiceProvider services, Type endpointType) =>
        _factories.GetOrAdd(endpointType, FactoryFor)(services, null);

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Discovery by reflection says that it cannot be trimmed; other tables register their classes as services.")]
    private static ObjectFactory FactoryFor(Type endpointType) => ActivatorUtilities.CreateFactory(endpointType, []);
}
