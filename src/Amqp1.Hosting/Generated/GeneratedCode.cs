using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Amqp1.Hosting.Generated;

/// <summary>Finds what was generated for an assembly.</summary>
internal static class GeneratedCode
{
    /// <summary>Null when there are neither endpoint classes nor client interfaces in it, or it was compiled without the generator.</summary>
    public static GeneratedMessagingAttribute? Of(Assembly assembly) => assembly.GetCustomAttribute<GeneratedMessagingAttribute>();

    /// <summary>Registers the client interfaces of an assembly, unless the application has something else in their place.</summary>
    public static void AddClients(IServiceCollection services, Assembly assembly)
    {
        foreach (var client in Of(assembly)?.Clients ?? [])
        {
            services.TryAddSingleton(client.ClientType, provider => client.Create(provider.GetRequiredService<MessagingTransport>()));
        }
    }
}
