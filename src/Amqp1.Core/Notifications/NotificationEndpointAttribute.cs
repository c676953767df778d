namespace Amqp1.Notifications;

/// <summary>Marks a class that handles notifications of a topic by methods with <see cref="NotificationHandlerAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotificationEndpointAttribute : Attribute
{
    /// <summary>Makes one for a topic.</summary>
    public NotificationEndpointAttribute(string topic) => Topic = topic;

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>A regular expression that the event type must match from its start. Default: none.</summary>
    public string? EventType { get; set; }

    /// <summary>A regular expression that the publisher's id must match from its start. Default: none.</summary>
    public string? PublisherId { get; set; }

    /// <summary>
    /// Whether a notification whose handler throws is given back, to come again. Default: false, it is accepted and logged: one that
    /// always fails would come for ever.
    /// </summary>
    public bool RequeueOnFailure { get; set; }
}
