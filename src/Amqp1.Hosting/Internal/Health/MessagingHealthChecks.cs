using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.Hosting.Internal;

/// <summary>Registers the two health checks of an instance.</summary>
internal static class MessagingHealthChecks
{
    /// <param name="services">The services of the application.</param>
    /// <param name="key">The key of the instance; null for the instance without a key.</param>
    public static void Add(IServiceCollection services, string? key)
    {
        services.AddKeyedSingleton(
            key, (provider, _) => new HealthProbe(provider.GetRequiredKeyedService<InstanceOptions>(key).Hosting.HealthProbe, provider.GetRequiredKeyedService<MessagingBackends>(key).Rpc));
        services.AddHealthChecks()
            .Add(Check(HealthCheckNames.RpcOf(key), key, isRpc: true))
            .Add(Check(HealthCheckNames.NotificationsOf(key), key, isRpc: false));
    }

    private static HealthCheckRegistration Check(string name, string? key, bool isRpc) =>
        new(name, provider => Create(provider, key, isRpc), failureStatus: null, HealthCheckNames.Tags);

    private static MessagingHealthCheck Create(IServiceProvider provider, string? key, bool isRpc)
    {
        var backends = provider.GetRequiredKeyedService<MessagingBackends>(key);
        var servers = provider.GetRequiredKeyedService<MessagingServers>(key);
        var transport = isRpc ? backends.Rpc : backends.Notifications;
        return new MessagingHealthCheck(
            () => transport.Status,
            () => isRpc ? servers.RpcLinks : servers.NotificationLinks,
            provider.GetRequiredKeyedService<MessagingReadiness>(key),
            provider.GetRequiredKeyedService<InstanceOptions>(key).Hosting.UnhealthyAfter,
            provider.GetRequiredService<TimeProvider>(),
            isRpc ? provider.GetRequiredKeyedService<HealthProbe>(key) : null);
    }
}
