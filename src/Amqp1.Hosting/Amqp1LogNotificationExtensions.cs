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
    /// Publishes log records like oslo's log handler: the event type is <c>logrecord</c>, and the priority depends on the level. The usual
    /// logging filters for the provider <c>Amqp1Notifications</c> select the records, for example
    /// <c>Logging:Amqp1Notifications:LogLevel:Default</c>. Log records of messaging itself are never published. Repeated calls have no
    /// effect.
    /// </summary>
    /// <remarks>
    /// Logging never waits for the bus. Records wait in a queue; when it is full, further records are dropped and counted as
    /// <c>amqp1.notifications.dropped</c>.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="minimumLevel">The least severe level that is published. Default: warning.</param>
    /// <param name="queueCapacity">How many records may wait to be sent, at least 1. Default: 1000.</param>
    public static IAmqp1MessagingBuilder AddAmqp1LogNotifications(
        this IAmqp1MessagingBuilder builder, LogLevel minimumLevel = LogLevel.Warning, int queueCapacity = 1000) =>
        Add(builder, "log", queue => new NotificationLoggerProvider(queue), null, minimumLevel, queueCapacity);

    /// <summary>
    /// Publishes the text of log records like oslo's error handler: the publisher ID is <c>error.publisher</c>, the event type
    /// <c>error_notification</c>, the priority error, and the payload has the entry <c>error</c>. The usual logging filters for the
    /// provider <c>Amqp1ErrorNotifications</c> select the records. Log records of messaging itself are never published. Repeated calls have
    /// no effect.
    /// </summary>
    /// <remarks>Records are queued as described for <see cref="AddAmqp1LogNotifications"/>.</remarks>
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

        // Registers an instance: if the provider requested the notifier from the container, it would wait for itself, because the notifier
        // logs.
        var queue = new NotificationQueue(name, queueCapacity);
        builder.Services.AddSingleton<ILoggerProvider>(create(queue));
        builder.Services.Insert(0, ServiceDescriptor.Singleton<Options.IConfigureOptions<LoggerFilterOptions>>(
            new Options.ConfigureOptions<LoggerFilterOptions>(filters =>
                filters.Rules.Add(new LoggerFilterRule(typeof(TProvider).FullName, null, minimumLevel, null)))));
        builder.Services.AddSingleton<IHostedService>(provider => NotificationServices.Service(provider, queue, builder.Key, publisherId));
        return builder;
    }
}
