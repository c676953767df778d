using Amqp1.Dialects;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>Logs the exceptions of handlers: a refusal without its stack trace, because under load there are many.</summary>
internal static class FailureReport
{
    public static void Log(ILogger logger, NotificationMessage notification, Exception failure)
    {
        if (failure is IRefusal)
        {
            NotificationLog.Refused(logger, PeerText.Clean(notification.EventType), failure.Message);
        }
        else
        {
            NotificationLog.HandlerFailed(logger, PeerText.Clean(notification.EventType), failure);
        }
    }

    public static void Log(ILogger logger, int count, string topic, NotificationPriority priority, Exception failure)
    {
        if (failure is IRefusal)
        {
            NotificationLog.BatchRefused(logger, count, topic, PriorityNames.InAddress(priority), failure.Message);
        }
        else
        {
            NotificationLog.BatchHandlerFailed(logger, count, topic, PriorityNames.InAddress(priority), failure);
        }
    }
}
