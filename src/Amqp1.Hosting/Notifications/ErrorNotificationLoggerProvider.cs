using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Publishes the text of log records as error notifications, except the records that publishing itself may cause.</summary>
[ProviderAlias("Amqp1ErrorNotifications")]
internal sealed class ErrorNotificationLoggerProvider(NotificationQueue queue) : ILoggerProvider
{
    private readonly ErrorNotificationLogger _logger = new(queue);

    public ILogger CreateLogger(string categoryName) => OwnCategories.Contain(categoryName) ? SilentLogger.Instance : _logger;

    /// <summary>Does nothing: the host owns the queue.</summary>
    public void Dispose()
    {
    }
}
