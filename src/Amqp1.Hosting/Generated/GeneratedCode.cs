using System.Reflection;
using Amqp1.Hosting.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Generated;

/// <summary>Finds the generated registrations of an assembly.</summary>
internal static class GeneratedCode
{
    /// <summary>
    /// Returns the registrations; null if the assembly has no endpoint classes and no client interfaces, or was compiled without the
    /// generator.
    /// </summary>
    public static GeneratedMessagingAttribute? Of(Assembly assembly) => assembly.GetCustomAttribute<GeneratedMessagingAttribute>();

    /// <summary>
    /// Registers the client interfaces of an assembly for the instance with the key, or for the instance without a key. A registration of
    /// the application takes precedence.
    /// </summary>
    public static void AddClients(IServiceCollection services, Assembly assembly, string? key)
    {
        foreach (var client in Of(assembly)?.Clients ?? [])
        {
            ClientServices.Add(services, key, client.ClientType, client.Create);
        }
    }

    /// <summary>Registers the client interfaces of the application's own assembly.</summary>
    public static void AddApplicationClients(IServiceCollection services, string? key)
    {
        if (ApplicationAssembly.Find(services) is { } application)
        {
            AddClients(services, application, key);
        }
    }
}
