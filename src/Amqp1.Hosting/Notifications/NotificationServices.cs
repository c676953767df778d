using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Registers the services that notifications need in addition to the transports.</summary>
internal static class NotificationServices
{
    /// <summary>The key of the queue of the request middleware.</summary>
    public const string RequestQueue = "requests";

    private const int RequestQueueCapacity = 1000;

    public static void Add(IServiceCollection services)
    {
        services.AddKeyedSingleton(RequestQueue, (_, _) => new NotificationQueue(RequestQueue, RequestQueueCapacity));
        services.AddSingleton<IHostedService>(provider => Service(provider, provider.GetRequiredKeyedService<NotificationQueue>(RequestQueue)));
    }

    /// <summary>
    /// Creates the service that sends the notifications of a queue. If <paramref name="publisherId"/> is null, they have the publisher ID
    /// of the injected notifier.
    /// </summary>
    public static NotificationQueueService Service(IServiceProvider provider, NotificationQueue queue, string? key = null, string? publisherId = null) => new(
        queue,
        provider.GetRequiredKeyedService<INotifier>(key).Prepare(publisherId),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<NotificationQueueService>>());
}
