using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

/// <summary>Tells which services an endpoint class needs and nobody has registered. A container that cannot be asked has everything.</summary>
internal sealed class RegisteredServices(IServiceProviderIsService? services)
{
    public static RegisteredServices Unknown { get; } = new(services: null);

    public static RegisteredServices Of(IServiceProvider provider) => new(provider.GetService<IServiceProviderIsService>());

    /// <summary>One message for each; none for a class that is a service itself, as the container makes it then, or who registered it.</summary>
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
