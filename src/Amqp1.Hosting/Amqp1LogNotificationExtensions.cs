using Amqp1.Hosting;
using Amqp1.Hosting.Notifications;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Publishes the log of the application as notifications.</summary>
public static class Amqp1LogNotificationExtensions
{
    private const string ErrorPublisher = "error.publisher";

    /// <summary>
    /// Publishes log records as oslo's log handler does: event type <c>logrecord</c>, priority by level. Which records, say the usual
    /// filters of logging for the provider <c>Amqp1Notifications</c>, e.g. <c>Logging:Amqp1Notifications:LogLevel:Default</c>; records of
    /// messaging itself are never published. May be called again without effect.
    /// </summary>
    /// <remarks>
    /// Logging never waits for the bus: records wait in a queue, and those that find it full are dropped and counted as
    /// <c>amqp1.notifications.dropped</c>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="minimumLevel">The least severe level that is published. Default: warning.</param>
    /// <param name="queueCapacity">How many records may wait to be sent, at least 1. Default: 1000.</param>
    public static IAmqp1MessagingBuilder AddAmqp1LogNotifications(
        this IAmqp1MessagingBuilder builder, LogLevel minimumLevel = LogLevel.Warning, int queueCapacity = 1000) =>
        Add(builder, "log", queue => new NotificationLoggerProvider(queue), null, minimumLevel, queueCapacity);

    /// <summary>
    /// Publishes the text of log records as oslo's handler for errors does: publisher <c>error.publisher</c>, event type
    /// <c>error_notification</c>, priority error, payload <c>error</c>. Which records, say the usual filters of logging for the provider
    /// <c>Amqp1ErrorNotifications</c>; records of messaging itself are never published. May be called again without effect.
    /// </summary>
    /// <remarks>Records wait in a queue as those of <see cref="AddAmqp1LogNotifications"/> do.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="minimumLevel">The least severe level that is published. Default: error.</param>
    /// <param name="queueCapacity">How many records may wait to be sent, at least 1. Default: 1000.</param>
    public static IAmqp1MessagingBuilder AddAmqp1ErrorNotifications(
        this IAmqp1MessagingBuilder builder, LogLevel minimumLevel = LogLevel.Error, int queueCapacity = 1000) =>
        Add(builder, "errors", queue => new ErrorNotificationLoggerProvider(queue), ErrorPublisher, minimumLevel, queueCapacity);

    private static IAmqp1MessagingBuilder Add<TProvider>(
        IAmqp1MessagingBuilder builder, string name, Func<NotificationQueue, TProvider> create, string? publisherId, LogLevel minimumLevel, int queueCapacity)
        where TProvider : class, ILoggerProvider
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentOutOfRangeException.ThrowIfLessThan(queueCapacity, 1);
        if (builder.Services.Any(service => service.ServiceType == typeof(ILoggerProvider) && service.ImplementationInstance is TProvider))
        {
            return builder;
        }

        // Instances: a provider that asked the container for the notifier would wait for itself, as the notifier logs.
        var queue = new NotificationQueue(name, queueCapacity);
        builder.Services.AddSingleton<ILoggerProvider>(create(queue));
        builder.Services.Insert(0, ServiceDescriptor.Singleton<Options.IConfigureOptions<LoggerFilterOptions>>(
            new Options.ConfigureOptions<LoggerFilterOptions>(filters =>
                filters.Rules.Add(new LoggerFilterRule(typeof(TProvider).FullName, null, minimumLevel, null)))));
        builder.Services.AddSingleton<IHostedService>(provider => NotificationServices.Service(provider, queue, builder.Key, publisherId));
        return builder;
    }
}
