using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Publishes log records as notifications, except the records that publishing itself may cause.</summary>
[ProviderAlias("Amqp1Notifications")]
internal sealed class NotificationLoggerProvider(NotificationQueue queue) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        OwnCategories.Contain(categoryName) ? SilentLogger.Instance : new NotificationLogger(categoryName, queue);

    /// <summary>Does nothing: the host owns the queue.</summary>
    public void Dispose()
    {
    }
}
