using System.Globalization;
using Amqp1.Embedded;
using Amqp1.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds an embedded router to an application.</summary>
public static class Amqp1EmbeddedServiceCollectionExtensions
{
    private const string HostKey = "Amqp1:Embedded:Host";
    private const string PortKey = "Amqp1:Embedded:Port";

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
        var services = builder.Services;
        if (!services.Any(service => service.ImplementationType == typeof(EmbeddedTransportUrl)))
        {
            services.AddSingleton<ITransportUrlSource, EmbeddedTransportUrl>();
            services.AddOptions<EmbeddedRouterOptions>().Configure<IConfiguration, ILoggerFactory, TimeProvider>(Apply);
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return builder;
    }

    private static void Apply(EmbeddedRouterOptions options, IConfiguration configuration, ILoggerFactory loggers, TimeProvider time)
    {
        options.LoggerFactory = loggers;
        options.TimeProvider = time;
        options.Host = configuration[HostKey] is { Length: > 0 } host ? host : options.Host;
        if (configuration[PortKey] is { Length: > 0 } port)
        {
            options.Port = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ushort.MaxValue
                ? number
                : throw new FormatException($"{PortKey} is '{port}'. It must be a number from 0 to 65535.");
        }
    }
}
