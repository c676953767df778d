using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Finds the required services of an endpoint class that are not registered. If the container does not support this query, all services
/// count as registered.
/// </summary>
internal sealed class RegisteredServices(IServiceProviderIsService? services)
{
    public static RegisteredServices Unknown { get; } = new(services: null);

    public static RegisteredServices Of(IServiceProvider provider) => new(provider.GetService<IServiceProviderIsService>());

    /// <summary>
    /// Returns one message for each missing service. If the class itself is a service, the result is empty, because the container or its
    /// factory creates the object.
    /// </summary>
    public IEnumerable<string> MissingFor(GeneratedEndpoint endpoint) => services is null || services.IsService(endpoint.EndpointType)
        ? []
        : endpoint.Needs.Where(need => !Has(need.Service, need.Key)).Select(need =>
            $"{endpoint.EndpointType} needs {need.Service}{(need.Key is null ? "" : $" with the key '{need.Key}'")}, which is not registered as a service.");

    private bool Has(Type service, string? key)
    {
        if (key is null)
        {
            return services!.IsService(service);
        }

        return services is not IServiceProviderIsKeyedService keyed || keyed.IsKeyedService(service, key);
    }
}
