using Amqp1;
using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Sending;
using Amqp1.Configuration;
using Amqp1.Hosting;
using Amqp1.Hosting.Generated;
using Amqp1.Hosting.Internal;
using Amqp1.Hosting.Notifications;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds RPC and notifications over AMQP 1.0 to an application.</summary>
public static class Amqp1ServiceCollectionExtensions
{
    /// <summary>
    /// Adds messaging. The section <c>Amqp1</c> is bound and validated. Messaging connects when the host starts, serves the classes with
    /// <c>[RpcEndpoint]</c> and <c>[NotificationEndpoint]</c> in the application's assembly by generated code, drains when the host stops,
    /// and reports its health as <c>amqp1-rpc</c> and <c>amqp1-notify</c>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Registers these singletons: <see cref="MessagingTransport"/> for RPC, another one with the key <see cref="Amqp1Backends.Notifications"/>,
    /// <see cref="INotifier"/>, and the application's interfaces with <c>[RpcClient]</c>. Each message is handled in its own scope. The method
    /// may be called again; a further call only adds its configure action.
    /// </para>
    /// <para>
    /// The host does not start if an option is out of range or the transport URL is missing (<c>OptionsValidationException</c>), or if an
    /// endpoint class cannot be served (<see cref="InvalidEndpointException"/>). The message names all errors.
    /// </para>
    /// <para>
    /// When the host stops, messaging stops accepting requests before any service stops. Running requests may finish within
    /// <c>Amqp1:Rpc:DrainTimeout</c>, but no longer than <c>HostOptions.ShutdownTimeout</c> (both 30 s by default).
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddAmqp1Messaging();
    /// </code>
    /// </example>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Changes options after they were bound; null to change nothing.</param>
    public static IAmqp1MessagingBuilder AddAmqp1Messaging(this IServiceCollection services, Action<Amqp1Options>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(MessagingMarker)))
        {
            services.AddSingleton<MessagingMarker>();
            AddMessaging(services);
        }

        // Runs after the binding, so that code overrides configuration.
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new Amqp1MessagingBuilder(services);
    }

    private static void AddMessaging(IServiceCollection services)
    {
        AddShared(services);
        services.AddSingleton<IEndpointSource>(provider => new ApplicationEndpoints(
            provider.GetRequiredService<IHostEnvironment>(), provider.GetRequiredService<InstanceOptions>()));
        MessagingInstance.Add(services, key: null);
        NotificationServices.Add(services);
    }

    /// <summary>Adds the services that all instances share.</summary>
    internal static void AddShared(IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LocalDelivery>();
        services.TryAddSingleton<StopLimit>();
        services.TryAddSingleton<Closings>();
        services.TryAddSingleton<StartWait>();
        services.TryAddSingleton<ConnectionStrings>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<Amqp1Options>, ConnectionStrings>(static provider => provider.GetRequiredService<ConnectionStrings>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Amqp1Options>, Amqp1OptionsValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Amqp1Options>, RoutingConfigValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<Amqp1HostingOptions>, HostingOptionsValidation>());
        TransportUrlSources.Add(services);
    }
}
