namespace Amqp1.Notifications;

/// <summary>A notification endpoint as the listener sees it: topic, filter and a handler for each priority it takes.</summary>
/// <remarks>Discovery fills it; it does not matter to the driver who writes the table. Immutable and thread-safe.</remarks>
public sealed record NotificationEndpointDescriptor(
    Type EndpointType,
    string Topic,
    NotificationFilter Filter,
    IReadOnlyDictionary<NotificationPriority, NotificationInvoker> Handlers,
    bool RequeueOnFailure = false);
