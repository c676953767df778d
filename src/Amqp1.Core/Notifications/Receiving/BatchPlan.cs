namespace Amqp1.Notifications.Receiving;

/// <summary>The batches of one topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Addresses">The topic with each priority that an endpoint takes batches of.</param>
/// <param name="Endpoints">Who takes them.</param>
/// <param name="Size">How many notifications make a batch.</param>
/// <param name="Timeout">How long the first of a batch waits for others.</param>
internal sealed record BatchPlan(
    string Topic, IReadOnlyList<string> Addresses, IReadOnlyList<NotificationEndpointDescriptor> Endpoints, int Size, TimeSpan Timeout);
