using Amqp1.Bus.Receiving;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>A received notification that could be read, with the message to settle.</summary>
internal sealed record ReceivedNotification(IncomingMessage Message, NotificationMessage Notification, NotificationPriority Priority)
{
    /// <summary>Whether the payload was in the payload store.</summary>
    public bool WasStored { get; init; }

    /// <summary>
    /// Returns the notification, or null when no endpoint could handle it. In that case the message is settled: it is rejected when it
    /// cannot be read, so that its sender is informed, and accepted when its priority is unknown, or when another listener added its topic
    /// or priority to the queue of a pool.
    /// </summary>
    public static ReceivedNotification? Read(
        IncomingMessage message, IReadOnlyList<NotificationEndpointDescriptor> endpoints, ILogger logger, string? instance)
    {
        NotificationMessage notification;
        try
        {
            notification = message.ReadNotification();
        }
        catch (WireFormatException malformed)
        {
            Metrics.CountRejected(WithoutPriority(message.Topic), instance, logger);
            NotificationLog.Malformed(logger, message.Address, malformed.Message);
            message.Reject(WireFormatException.Condition, malformed.Message);
            return null;
        }

        if (PriorityNames.TryParse(notification.Priority) is not { } priority)
        {
            NotificationLog.UnknownPriority(logger, PeerText.Clean(notification.EventType), PeerText.Clean(notification.Priority));
            message.Accept();
            return null;
        }

        // Without a pool, a link receives only what an endpoint handles.
        if (message.Pool is { } pool && !IsHandled(endpoints, pool, TopicOf(message), priority))
        {
            NotificationLog.NotOfPool(logger, PeerText.Clean(notification.EventType), PeerText.Clean(message.NotificationTopic), pool);
            message.Accept();
            return null;
        }

        return new ReceivedNotification(message, notification, priority);
    }

    /// <summary>Returns the topic to which the notification was sent, without the priority at its end.</summary>
    public static string TopicOf(IncomingMessage message) => WithoutPriority(message.NotificationTopic);

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

    private static string WithoutPriority(string topic) => topic.LastIndexOf('.') is >= 0 and var end ? topic[..end] : topic;

    private static bool IsHandled(IReadOnlyList<NotificationEndpointDescriptor> endpoints, string pool, string topic, NotificationPriority priority)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Pool == pool && endpoint.Topic == topic && (endpoint.Handlers.ContainsKey(priority) || endpoint.BatchHandlers.ContainsKey(priority)))
            {
                return true;
            }
        }

        return false;
    }
}
