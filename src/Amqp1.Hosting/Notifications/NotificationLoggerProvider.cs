using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Publishes log records as notifications, but never those that publishing may cause.</summary>
[ProviderAlias("Amqp1Notifications")]
internal sealed class NotificationLoggerProvider(NotificationQueue queue) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) =>
        OwnCategories.Contain(categoryName) ? SilentLogger.Instance : new NotificationLogger(categoryName, queue);

    /// <summary>The queue belongs to the host.</summary>
    public void Dispose()
    {
    }
}
