using Amqp1.Configuration;
using Amqp1.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds RPC and notifications over AMQP 1.0 to the builder of an application.</summary>
public static class Amqp1HostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds messaging to the services of the application. See
    /// <see cref="Amqp1ServiceCollectionExtensions.AddAmqp1Messaging(IServiceCollection, Action{Amqp1Options}?)"/>.
    /// </summary>
    /// <example>
    /// <code>
    /// builder.AddAmqp1Messaging();
    /// </code>
    /// </example>
    /// <param name="builder">The builder, such as that of <c>Host.CreateApplicationBuilder()</c> or <c>WebApplication.CreateBuilder()</c>.</param>
    /// <param name="configure">Changes options after they were bound; null to change nothing.</param>
    public static IAmqp1MessagingBuilder AddAmqp1Messaging(this IHostApplicationBuilder builder, Action<Amqp1Options>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.AddAmqp1Messaging(configure);
    }

    /// <summary>
    /// Adds messaging over another bus to the services of the application. See
    /// <see cref="Amqp1KeyedServiceCollectionExtensions.AddAmqp1Messaging(IServiceCollection, string, Action{Amqp1Options}?)"/>.
    /// </summary>
    /// <param name="builder">The builder, such as that of <c>Host.CreateApplicationBuilder()</c> or <c>WebApplication.CreateBuilder()</c>.</param>
    /// <param name="key">The key of the instance, which is also the name of its connection string.</param>
    /// <param name="configure">Changes options after they were bound; null to change nothing.</param>
    /// <exception cref="ArgumentException">The key is not valid.</exception>
    public static IAmqp1MessagingBuilder AddAmqp1Messaging(this IHostApplicationBuilder builder, string key, Action<Amqp1Options>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.AddAmqp1Messaging(key, configure);
    }
}
