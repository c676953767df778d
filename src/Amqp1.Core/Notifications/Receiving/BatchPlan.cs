namespace Amqp1.Notifications.Receiving;

/// <summary>The batches of one topic and pool.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Pool">The pool; null for none.</param>
/// <param name="Topics">The topic combined with each priority for which an endpoint handles batches.</param>
/// <param name="Endpoints">The endpoints that handle the batches.</param>
/// <param name="Size">The number of notifications in a batch.</param>
/// <param name="Timeout">The time that the first notification of a batch waits for others.</param>
internal sealed record BatchPlan(
    string Topic,
    string? Pool,
    IReadOnlyList<ListenedTopic> Topics,
    IReadOnlyList<NotificationEndpointDescriptor> Endpoints,
    int Size,
    TimeSpan Timeout);
