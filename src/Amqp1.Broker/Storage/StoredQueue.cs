namespace Amqp1.Broker.Storage;

/// <summary>A queue that was found when the store was opened. Its messages are not read yet.</summary>
/// <param name="Id">The ID, by which messages refer to the queue.</param>
/// <param name="Name">The name, unique in the store.</param>
/// <param name="Settings">The text that the queue has stored.</param>
/// <param name="Messages">The number of messages.</param>
/// <param name="Bytes">The size of their payloads together.</param>
internal sealed record StoredQueue(long Id, string Name, string Settings, long Messages, long Bytes);
