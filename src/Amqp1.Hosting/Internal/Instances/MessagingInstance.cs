using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Sending;
using Amqp1.Configuration;
using Amqp1.Hosting.Generated;
using Amqp1.Hosting.Notifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Registers all services of a messaging instance under its key. The instance without a key has the key null, so its services are
/// registered without a key. Registrations of the application take precedence.
/// </summary>
internal static class MessagingInstance
{
    /// <param name="services">The services of the application.</param>
    /// <param name="key">The key of the instance; null for the instance without a key.</param>
    public static void Add(IServiceCollection services, string? key)
    {
        var name = InstanceKey.OptionsNameOf(key);
        services.AddOptions<Amqp1Options>(name).BindConfiguration(InstanceKey.SectionOf(key)).ValidateOnStart();
        services.AddOptions<Amqp1HostingOptions>(name).BindConfiguration($"{InstanceKey.SectionOf(key)}:Hosting").ValidateOnStart();
        services.AddKeyedSingleton(key, (provider, _) =>
        {
            // Otherwise the error message of the container would name a class that binds options.
            OfHost<IConfiguration>(provider);
            return InstanceOptions.Read(provider, key);
        });
        AddTransports(services, key);
        AddServers(services, key);
        services.AddSingleton<IHostedService>(provider => Service(provider, key));
        MessagingHealthChecks.Add(services, key);
        ClientServices.AddSettings(services, key);
        GeneratedCode.AddApplicationClients(services, key);
    }

    private static void AddTransports(IServiceCollection services, string? key)
    {
        services.AddKeyedSingleton(key, (provider, _) => new MessagingBackends(
            provider.GetRequiredKeyedService<InstanceOptions>(key),
            provider.GetServices<ITransportUrlSource>(),
            provider.GetKeyedServices<FilterRegistration>(key),
            provider.GetKeyedService<PayloadStoreRegistration>(key),
            provider,
            OfHost<IHostEnvironment>(provider),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<LocalDelivery>(),
            provider.GetRequiredService<StopLimit>()) { Instance = key });
        services.TryAddKeyedSingleton(key, (provider, _) => Backends(provider, key).Rpc);
        services.TryAddKeyedSingleton(
            key is null ? Amqp1Backends.Notifications : Amqp1Backends.NotificationsOf(key), (provider, _) => Backends(provider, key).Notifications);
        services.TryAddKeyedSingleton(key, (provider, _) => Backends(provider, key).CreateNotifier());
        services.TryAddKeyedSingleton(key, (provider, _) => Backends(provider, key).Notifications.RecordedNotifications);
    }

    private static void AddServers(IServiceCollection services, string? key)
    {
        services.AddKeyedSingleton(key, (provider, _) => Endpoints(provider, key));
        services.AddKeyedSingleton(key, (provider, _) => new ServiceEndpointScopes(
            provider.GetRequiredService<IServiceScopeFactory>(), new EndpointActivator(provider.GetRequiredKeyedService<EndpointTable>(key))));
        services.AddKeyedSingleton(key, (provider, _) => new MessagingServers(
            Backends(provider, key),
            provider.GetRequiredKeyedService<EndpointTable>(key),
            provider.GetRequiredKeyedService<ServiceEndpointScopes>(key),
            provider.GetRequiredKeyedService<InstanceOptions>(key).Hosting,
            provider.GetRequiredService<LocalDelivery>(),
            provider.GetRequiredService<StopLimit>(),
            provider.GetRequiredService<ILogger<MessagingServers>>()));
        services.AddKeyedSingleton<IMessagingPause>(key, (provider, _) => provider.GetRequiredKeyedService<MessagingServers>(key));
        services.AddKeyedSingleton<MessagingReadiness>(key);
    }

    private static MessagingService Service(IServiceProvider provider, string? key) => new(
        Backends(provider, key),
        provider.GetRequiredKeyedService<MessagingServers>(key),
        provider.GetRequiredKeyedService<MessagingReadiness>(key),
        new ConfigurationProblems(
            OfHost<IConfiguration>(provider), Backends(provider, key), provider.GetServices<InstanceKey>(), provider.GetServices<ClientRegistration>(), key),
        provider.GetRequiredKeyedService<ClientSettings>(key),
        provider.GetRequiredService<Closings>(),
        provider.GetRequiredService<StartWait>(),
        provider.GetRequiredKeyedService<InstanceOptions>(key),
        provider.GetRequiredService<ILogger<MessagingService>>(),
        key);

    /// <summary>
    /// Returns the endpoints of an instance. The instance without a key serves only endpoints that were not added to another instance.
    /// </summary>
    private static EndpointTable Endpoints(IServiceProvider provider, string? key)
    {
        var table = EndpointTables.Load(
            provider.GetKeyedServices<IEndpointSource>(key), provider.GetRequiredKeyedService<InstanceOptions>(key).Hosting.Json, RegisteredServices.Of(provider));
        return key is null ? table.Without(KeyedTypes(provider)) : table;
    }

    private static HashSet<Type> KeyedTypes(IServiceProvider provider) => provider.GetServices<InstanceKey>()
        .Select(instance => provider.GetRequiredKeyedService<EndpointTable>(instance.Key))
        .SelectMany(table => table.Rpc.Select(endpoint => endpoint.EndpointType).Concat(table.Notifications.Select(endpoint => endpoint.EndpointType)))
        .ToHashSet();

    private static MessagingBackends Backends(IServiceProvider provider, string? key) => provider.GetRequiredKeyedService<MessagingBackends>(key);

    /// <summary>Returns a service that every host builder registers.</summary>
    private static T OfHost<T>(IServiceProvider provider)
        where T : class => provider.GetService<T>() ?? throw new InvalidOperationException(
        $"AddAmqp1Messaging() needs {typeof(T)}, which is not registered. Host.CreateApplicationBuilder() and WebApplication.CreateBuilder() register it; "
        + "a program without a host uses MessagingTransport.Create() instead.");
}
