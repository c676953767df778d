using Amqp1;
using Amqp1.Configuration;
using Amqp1.Hosting;
using Amqp1.Hosting.Internal;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds further message buses to an application, each under a key.</summary>
public static class Amqp1KeyedServiceCollectionExtensions
{
    /// <summary>
    /// Adds messaging over another bus, beside that of <c>AddAmqp1Messaging()</c> or without one: an instance of its own, bound to the section
    /// <c>Amqp1:{key}</c>, with connections, endpoints, filters and health checks (<c>amqp1-{key}-rpc</c>, <c>amqp1-{key}-notify</c>) of its own.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Registers, as singletons with the key: <see cref="MessagingTransport"/>, <see cref="INotifier"/> and the application's interfaces with
    /// <c>[RpcClient]</c>, so <c>[FromKeyedServices("billing")] INotifier notifier</c>; the transport of notifications has the key
    /// <see cref="Amqp1Backends.NotificationsOf"/>, and an <see cref="RpcClient"/> that is added has <c>{key}/{topic}</c>.
    /// </para>
    /// <para>
    /// Nothing is inherited from the section <c>Amqp1</c>. Where <c>Amqp1:{key}:TransportUrl</c> is not set, <c>ConnectionStrings:{key}</c> is the
    /// transport URL, else the router that the application brings along. It serves the endpoint classes that are added to what this
    /// method returns; the instance without a key does not serve them then, also when they are in the application's assembly.
    /// </para>
    /// <para>May be called again for the same key: only the configure action adds up.</para>
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="key">The key: a name without <c>:</c> and <c>/</c> that is no section below <c>Amqp1</c>, such as <c>Rpc</c>.</param>
    /// <param name="configure">Changes options after they were bound; null for nothing.</param>
    /// <exception cref="ArgumentException">The key cannot be used.</exception>
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
