namespace Amqp1.Notifications.Receiving;

/// <summary>The batches of one topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Addresses">The topic combined with each priority for which an endpoint handles batches.</param>
/// <param name="Endpoints">The endpoints that handle the batches.</param>
/// <param name="Size">The number of notifications in a batch.</param>
/// <param name="Timeout">The time that the first notification of a batch waits for others.</param>
internal sealed record BatchPlan(
    string Topic, IReadOnlyList<string> Addresses, IReadOnlyList<NotificationEndpointDescriptor> Endpoints, int Size, TimeSpan Timeout);
