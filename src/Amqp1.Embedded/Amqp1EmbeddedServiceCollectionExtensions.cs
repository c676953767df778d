using System.Globalization;
using Amqp1.Embedded;
using Amqp1.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds an embedded router or broker to an application.</summary>
public static class Amqp1EmbeddedServiceCollectionExtensions
{
    private const string HostKey = "Amqp1:Embedded:Host";
    private const string PortKey = "Amqp1:Embedded:Port";
    private const string PresetKey = "Amqp1:Embedded:Preset";
    private const string StoreKey = "Amqp1:Embedded:Store";
    private const string StoreMaxBytesKey = "Amqp1:Embedded:StoreMaxBytes";

    /// <summary>
    /// Adds an <see cref="EmbeddedRouter"/> that starts in this process if no <c>Amqp1:TransportUrl</c> is configured, and connects the
    /// application to it. If a URL is configured, the method has no effect. The router listens before any connection is opened and stops
    /// after the connections are closed. It logs its URL, which other processes may use, too. The method may be called again; a further
    /// call only adds its configure action.
    /// </summary>
    /// <param name="builder">The builder that <c>AddAmqp1Messaging()</c> returned.</param>
    /// <param name="configure">
    /// Changes the settings of the router after <c>Amqp1:Embedded:Host</c> and <c>Amqp1:Embedded:Port</c> were applied. Default: a free
    /// loopback port.
    /// </param>
    public static IAmqp1MessagingBuilder AddAmqp1EmbeddedRouter(this IAmqp1MessagingBuilder builder, Action<EmbeddedRouterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Add(builder.Services, configure);
        return builder;
    }

    /// <summary>
    /// Adds an embedded broker, which stores notifications until a listener accepts them. It is an <see cref="EmbeddedRouter"/> with another
    /// preset and starts under the same conditions as that of <see cref="AddAmqp1EmbeddedRouter"/>. The health check <c>amqp1-broker</c>
    /// reports full queues and a store that cannot write. The messages are kept in memory unless <c>Amqp1:Embedded:Store</c> names a file.
    /// </summary>
    /// <param name="builder">The builder that <c>AddAmqp1Messaging()</c> returned.</param>
    /// <param name="preset">
    /// The preset, unless <c>Amqp1:Embedded:Preset</c> sets another one. Default: <see cref="EmbeddedPreset.Dual"/>, calls are routed
    /// directly, and notifications are stored.
    /// </param>
    /// <param name="configure">
    /// Changes the settings after the preset, <c>Amqp1:Embedded:Host</c> and <c>Amqp1:Embedded:Port</c> were applied. Default: a free
    /// loopback port.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The preset does not exist.</exception>
    public static IAmqp1MessagingBuilder AddAmqp1EmbeddedBroker(
        this IAmqp1MessagingBuilder builder, EmbeddedPreset preset = EmbeddedPreset.Dual, Action<EmbeddedRouterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)preset, (uint)EmbeddedPreset.Dual, nameof(preset));
        var services = builder.Services;
        services.AddOptions<EmbeddedRouterOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            if (string.IsNullOrEmpty(configuration[PresetKey]))
            {
                options.UsePreset(preset);
            }
        });
        Add(services, configure);
        if (!services.Any(service => service.ServiceType == typeof(EmbeddedBrokerHealthCheck)))
        {
            services.AddSingleton<EmbeddedBrokerHealthCheck>();
            services.AddHealthChecks().AddCheck<EmbeddedBrokerHealthCheck>(EmbeddedBrokerHealthCheck.Name, tags: ["ready", "amqp1"]);
        }

        return builder;
    }

    /// <summary>Adds the router, and its settings from the configuration, unless that was done before.</summary>
    private static void Add(IServiceCollection services, Action<EmbeddedRouterOptions>? configure)
    {
        if (!services.Any(service => service.ServiceType == typeof(EmbeddedTransportUrl)))
        {
            services.AddSingleton<EmbeddedTransportUrl>();
            services.AddSingleton<ITransportUrlSource>(provider => provider.GetRequiredService<EmbeddedTransportUrl>());
            services.AddOptions<EmbeddedRouterOptions>().Configure<IConfiguration, ILoggerFactory, TimeProvider>(Apply);
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }
    }

    private static void Apply(EmbeddedRouterOptions options, IConfiguration configuration, ILoggerFactory loggers, TimeProvider time)
    {
        options.LoggerFactory = loggers;
        options.TimeProvider = time;
        if (configuration[PresetKey] is { Length: > 0 } preset)
        {
            options.UsePreset(Enum.TryParse<EmbeddedPreset>(preset, ignoreCase: true, out var known) && Enum.IsDefined(known)
                ? known
                : throw new FormatException($"{PresetKey} is '{preset}'. It must be {string.Join(", ", Enum.GetNames<EmbeddedPreset>())}."));
        }

        options.Host = configuration[HostKey] is { Length: > 0 } host ? host : options.Host;
        if (configuration[PortKey] is { Length: > 0 } port)
        {
            options.Port = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ushort.MaxValue
                ? number
                : throw new FormatException($"{PortKey} is '{port}'. It must be a number from 0 to 65535.");
        }

        if (configuration[StoreKey] is { Length: > 0 } store)
        {
            options.UseSqliteStore(store, MaxBytes(configuration[StoreMaxBytesKey]));
        }
    }

    private static long? MaxBytes(string? text) => string.IsNullOrEmpty(text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes >= SqliteStoreExtensions.LeastMaxBytes ? bytes
        : throw new FormatException($"{StoreMaxBytesKey} is '{text}'. It must be at least {SqliteStoreExtensions.LeastMaxBytes}.");
}
