using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Registers the client interfaces of an instance with their settings.</summary>
internal static class ClientServices
{
    /// <summary>Registers the settings of the clients of an instance.</summary>
    public static void AddSettings(IServiceCollection services, string? key) => services.AddKeyedSingleton(key, (provider, _) => new ClientSettings(
        provider.GetServices<ClientRegistration>().Where(client => client.Key == key), provider.GetRequiredService<IOptionsFactory<RpcClientOptions>>()));

    /// <summary>Registers a client. A registration of the application takes precedence, and a repeated call has no effect.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="key">The key of the instance; null for the instance without a key.</param>
    /// <param name="clientType">The interface.</param>
    /// <param name="create">Creates the client. The function applies the configured settings.</param>
    public static void Add(IServiceCollection services, string? key, Type clientType, Func<MessagingTransport, Func<RpcClient, RpcClient>, object> create)
    {
        var client = new ClientRegistration(clientType, key);
        if (!services.Any(service => client.Equals(service.ImplementationInstance)))
        {
            services.AddSingleton(client);
            services.AddSingleton<IValidateOptions<RpcClientOptions>>(new ClientOptionsValidation(client));
            services.AddOptions<RpcClientOptions>(client.OptionsName).BindConfiguration(client.ShortSection).BindConfiguration(client.FullSection).ValidateOnStart();
        }

        services.TryAddKeyedSingleton(clientType, key, (provider, _) =>
        {
            var settings = provider.GetRequiredKeyedService<ClientSettings>(key);
            return create(provider.GetRequiredKeyedService<MessagingTransport>(key), rpc => settings.Apply(clientType, rpc));
        });
    }
}
