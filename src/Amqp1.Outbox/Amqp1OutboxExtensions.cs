using Amqp1;
using Amqp1.Diagnostics;
using Amqp1.Hosting;
using Amqp1.Notifications;
using Amqp1.Outbox;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds an outbox and an inbox of notifications to an application.</summary>
public static class Amqp1OutboxExtensions
{
    /// <summary>
    /// Registers <see cref="INotificationOutbox"/> as a singleton, under the key of the instance if it has one, and sends its notifications
    /// while the host runs. The table <c>amqp1_outbox</c> is created when the host starts. The host does not start if the options are not
    /// valid.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options. <see cref="OutboxOptions.ConnectionString"/> is required.</param>
    public static IAmqp1MessagingBuilder AddNotificationOutbox(this IAmqp1MessagingBuilder builder, Action<OutboxOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var (services, key) = (builder.Services, builder.Key);
        var name = key ?? Options.Options.DefaultName;
        services.AddOptions<OutboxOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboxOptions>, OutboxOptionsValidation>());
        services.TryAddKeyedSingleton(key, (provider, _) => new OutboxTable(OptionsOf(provider, name).ConnectionString));
        services.TryAddKeyedSingleton(key, (provider, _) => new OutboxSender(
            provider.GetRequiredKeyedService<OutboxTable>(key),
            NotifierOf(provider, key, OptionsOf(provider, name)),
            OptionsOf(provider, name),
            provider.GetRequiredService<TimeProvider>(),
            SafeLogger.Wrap(provider.GetRequiredService<ILoggerFactory>().CreateLogger("Amqp1.Outbox"))));
        services.TryAddKeyedSingleton<INotificationOutbox>(key, (provider, _) => new NotificationOutbox(
            provider.GetRequiredKeyedService<OutboxTable>(key), NotifierOf(provider, key, OptionsOf(provider, name)), provider.GetRequiredKeyedService<OutboxSender>(key)));
        services.AddSingleton<IHostedService>(provider => new OutboxService(
            provider.GetRequiredKeyedService<OutboxTable>(key), provider.GetRequiredKeyedService<OutboxSender>(key)));
        return builder;
    }

    /// <summary>
    /// Registers <see cref="INotificationInbox"/> as a singleton. The table <c>amqp1_inbox</c> is created when the inbox is first injected.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets the options. <see cref="InboxOptions.ConnectionString"/> is required.</param>
    public static IServiceCollection AddNotificationInbox(this IServiceCollection services, Action<InboxOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<INotificationInbox>(provider =>
        {
            var options = new InboxOptions();
            configure(options);
            return new NotificationInbox(options, provider.GetRequiredService<TimeProvider>());
        });
        return services;
    }

    private static OutboxOptions OptionsOf(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<OutboxOptions>>().Get(name);

    private static IQueuedSender NotifierOf(IServiceProvider provider, string? key, OutboxOptions options)
    {
        var transport = provider.GetRequiredKeyedService<MessagingTransport>(key is null ? Amqp1Backends.Notifications : Amqp1Backends.NotificationsOf(key));
        var publisher = options.PublisherId
            ?? provider.GetRequiredService<IOptionsMonitor<Amqp1HostingOptions>>().Get(key ?? Options.Options.DefaultName).PublisherId
            ?? $"{provider.GetRequiredService<IHostEnvironment>().ApplicationName}.{Environment.MachineName}";
        return (IQueuedSender)transport.CreateNotifier(publisher);
    }
}
