using Amqp1.Bus.Receiving;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>A received notification that could be read, with the message to settle.</summary>
internal sealed record ReceivedNotification(IncomingMessage Message, NotificationMessage Notification, NotificationPriority Priority)
{
    /// <summary>
    /// Returns the notification, or null when no endpoint could handle it. In that case the message is settled: it is rejected when it
    /// cannot be read, so that its sender is informed, and accepted when its priority is unknown.
    /// </summary>
    public static ReceivedNotification? Read(IncomingMessage message, ILogger logger, string? instance)
    {
        NotificationMessage notification;
        try
        {
            notification = message.ReadNotification();
        }
        catch (WireFormatException malformed)
        {
            message.Reject(WireFormatException.Condition, malformed.Message);
            Metrics.CountRejected(TopicOf(message), instance, logger);
            NotificationLog.Malformed(logger, message.Address, malformed.Message);
            return null;
        }

        if (PriorityNames.TryParse(notification.Priority) is { } priority)
        {
            return new ReceivedNotification(message, notification, priority);
        }

        NotificationLog.UnknownPriority(logger, PeerText.Clean(notification.EventType), PeerText.Clean(notification.Priority));
        message.Accept();
        return null;
    }

    /// <summary>Returns the topic without the priority at the end of its address.</summary>
    public static string TopicOf(IncomingMessage message) => message.Topic[..message.Topic.LastIndexOf('.')];

    public void Settle(NotificationResult result)
    {
        if (result == NotificationResult.Requeue)
        {
            Message.Release();
        }
        else
        {
            Message.Accept();
        }
    }
}
