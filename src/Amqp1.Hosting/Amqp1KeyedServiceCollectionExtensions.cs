using Amqp1;
using Amqp1.Configuration;
using Amqp1.Hosting;
using Amqp1.Hosting.Internal;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds further message buses to an application, each under its own key.</summary>
public static class Amqp1KeyedServiceCollectionExtensions
{
    /// <summary>
    /// Adds messaging over another bus, with or without the instance of <c>AddAmqp1Messaging()</c>. The new instance is bound to the
    /// section <c>Amqp1:{key}</c> and has its own connections, endpoints, filters and health checks (<c>amqp1-{key}-rpc</c>,
    /// <c>amqp1-{key}-notify</c>).
    /// </summary>
    /// <remarks>
    /// <para>
    /// Registers these singletons under the key: <see cref="MessagingTransport"/>, <see cref="INotifier"/> and the application's interfaces
    /// with <c>[RpcClient]</c>. They are injected with <c>[FromKeyedServices("billing")] INotifier notifier</c>. The transport for
    /// notifications has the key <see cref="Amqp1Backends.NotificationsOf"/>; an added <see cref="RpcClient"/> has the key
    /// <c>{key}/{topic}</c>.
    /// </para>
    /// <para>
    /// The instance inherits nothing from the section <c>Amqp1</c>. If <c>Amqp1:{key}:TransportUrl</c> is not set, the transport URL is
    /// <c>ConnectionStrings:{key}</c>; if that is not set either, it is the URL of the application's embedded router. The instance serves
    /// the endpoint classes that are added to the returned builder. The instance without a key does not serve these classes, even if they
    /// are in the application's assembly.
    /// </para>
    /// <para>The method may be called again with the same key. A further call only adds its configure action.</para>
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="key">
    /// The key. It must not contain <c>:</c> or <c>/</c>, and must not be the name of a section below <c>Amqp1</c>, such as <c>Rpc</c>.
    /// </param>
    /// <param name="configure">Changes options after they were bound; null to change nothing.</param>
    /// <exception cref="ArgumentException">The key is not valid.</exception>
    public static IAmqp1MessagingBuilder AddAmqp1Messaging(this IServiceCollection services, string key, Action<Amqp1Options>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        InstanceKey.Check(key);
        var others = services.Where(service => service.ServiceType == typeof(InstanceKey)).Select(service => service.ImplementationInstance).OfType<InstanceKey>().ToArray();
        if (!others.Any(other => other.Key == key))
        {
            InstanceKey.CheckAgainst(key, others);
            Amqp1ServiceCollectionExtensions.AddShared(services);
            services.AddSingleton(new InstanceKey(key));
            MessagingInstance.Add(services, key);
        }

        if (configure is not null)
        {
            services.Configure(key, configure);
        }

        return new Amqp1MessagingBuilder(services, key);
    }
}
