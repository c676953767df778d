namespace Amqp1.Broker.Storage;

/// <summary>The messages that a page may contain.</summary>
/// <param name="Queue">The ID of the queue.</param>
/// <param name="After">The page begins with the first message after this sequence number; 0 for the first message.</param>
/// <param name="Through">The last sequence number that the page may contain.</param>
/// <param name="MaxMessages">The maximum number of messages.</param>
/// <param name="MaxBytes">The page ends with the message whose payload reaches this number of bytes.</param>
internal readonly record struct StoreRange(long Queue, long After, long Through, int MaxMessages, long MaxBytes);
