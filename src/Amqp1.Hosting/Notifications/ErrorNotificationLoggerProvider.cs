using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Publishes the text of log records as error notifications, but never of those that publishing may cause.</summary>
[ProviderAlias("Amqp1ErrorNotifications")]
internal sealed class ErrorNotificationLoggerProvider(NotificationQueue queue) : ILoggerProvider
{
    private readonly ErrorNotificationLogger _logger = new(queue);

    public ILogger CreateLogger(string categoryName) => OwnCategories.Contain(categoryName) ? SilentLogger.Instance : _logger;

    /// <summary>The queue belongs to the host.</summary>
    public void Dispose()
    {
    }
}
