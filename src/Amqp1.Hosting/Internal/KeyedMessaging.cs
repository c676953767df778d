using Amqp1.Configuration;
using Amqp1.Hosting.Notifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Registers an instance of messaging with a key, but for its options: all that the instance without one has, under the key.</summary>
internal static class KeyedMessaging
{
    public static void Add(IServiceCollection services, string key)
    {
        services.AddSingleton(new InstanceKey(key));
        AddTransports(services, key);
        AddServers(services, key);
        services.AddSingleton<IHostedService>(provider => new MessagingService(
            provider.GetRequiredKeyedService<MessagingBackends>(key),
            provider.GetRequiredKeyedService<MessagingServers>(key),
            provider.GetRequiredKeyedService<MessagingReadiness>(key),
            new ConfigurationProblems(
                provider.GetRequiredService<IConfiguration>(), provider.GetRequiredKeyedService<MessagingBackends>(key), provider.GetServices<InstanceKey>(), key),
            Hosting(provider, key),
            provider.GetRequiredService<ILogger<MessagingService>>(),
            key));
        MessagingHealthChecks.Add(services, key);
    }

    /// <summary>The endpoint classes that were given to keyed instances: the one without a key gets the rest.</summary>
    public static IReadOnlySet<Type> EndpointTypes(IServiceProvider provider) => provider.GetServices<InstanceKey>()
        .Select(instance => provider.GetRequiredKeyedService<EndpointTable>(instance.Key))
        .SelectMany(table => table.Rpc.Select(endpoint => endpoint.EndpointType).Concat(table.Notifications.Select(endpoint => endpoint.EndpointType)))
        .ToHashSet();

    private static void AddTransports(IServiceCollection services, string key)
    {
        services.AddKeyedSingleton(key, (provider, _) => new MessagingBackends(
            Options.Create(provider.GetRequiredService<IOptionsMonitor<Amqp1Options>>().Get(key)),
            Hosting(provider, key),
            provider.GetServices<ITransportUrlSource>(),
            provider.GetKeyedServices<FilterRegistration>(key),
            provider,
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>()) { Instance = key });
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<MessagingBackends>(key).Rpc);
        services.AddKeyedSingleton(Amqp1Backends.NotificationsOf(key), (provider, _) => provider.GetRequiredKeyedService<MessagingBackends>(key).Notifications);
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<MessagingBackends>(key).CreateNotifier());
        services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<MessagingBackends>(key).Notifications.RecordedNotifications);
    }

    private static void AddServers(IServiceCollection services, string key)
    {
        services.AddKeyedSingleton(key, (provider, _) => EndpointTables.Load(
            provider.GetKeyedServices<IEndpointSource>(key), Hosting(provider, key).Value.Json, RegisteredServices.Of(provider)));
        services.AddKeyedSingleton(key, (provider, _) => new MessagingServers(
            provider.GetRequiredKeyedService<MessagingBackends>(key),
            provider.GetRequiredKeyedService<EndpointTable>(key),
            new ServiceEndpointScopes(provider.GetRequiredService<IServiceScopeFactory>(), new EndpointActivator(provider.GetRequiredKeyedService<EndpointTable>(key))),
            Hosting(provider, key),
            provider.GetRequiredService<ILogger<MessagingServers>>()));
        services.AddKeyedSingleton<MessagingReadiness>(key);
    }

    private static IOptions<Amqp1HostingOptions> Hosting(IServiceProvider provider, string key) =>
        Options.Create(provider.GetRequiredService<IOptionsMonitor<Amqp1HostingOptions>>().Get(key));
}
