using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Amqp1.Hosting.Generated;

/// <summary>Finds what was generated for an assembly.</summary>
internal static class GeneratedCode
{
    /// <summary>Null when there are neither endpoint classes nor client interfaces in it, or it was compiled without the generator.</summary>
    public static GeneratedMessagingAttribute? Of(Assembly assembly) => assembly.GetCustomAttribute<GeneratedMessagingAttribute>();

    /// <summary>
    /// Registers the client interfaces of an assembly for the instance with that key, or without one, unless the application has
    /// something else in their place.
    /// </summary>
    public static void AddClients(IServiceCollection services, Assembly assembly, string? key)
    {
        foreach (var client in Of(assembly)?.Clients ?? [])
        {
            services.TryAddKeyedSingleton(client.ClientType, key, (provider, _) => client.Create(provider.GetRequiredKeyedService<MessagingTransport>(key)));
        }
    }

    /// <summary>The same for the application's own assembly.</summary>
    public static void AddApplicationClients(IServiceCollection services, string? key)
    {
        if (ApplicationAssembly.Find(services) is { } application)
        {
            AddClients(services, application, key);
        }
    }
}
