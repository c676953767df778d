namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>Where a message is, as the store sees it.</summary>
/// <param name="Queue">The queue; null if the message is in none.</param>
/// <param name="Order">The position in the order of the queue.</param>
/// <param name="DeliveryCount">The number of failed deliveries.</param>
/// <param name="ExpiresAt">The time at which the message expires, in milliseconds of the clock; null if it does not.</param>
internal readonly record struct ModelPlace(string? Queue, long Order, uint DeliveryCount, long? ExpiresAt);
