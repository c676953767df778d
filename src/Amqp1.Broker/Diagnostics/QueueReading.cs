namespace Amqp1.Broker.Diagnostics;

/// <summary>The values of a queue that the gauges show.</summary>
/// <param name="Queue">The name of the queue or subscription.</param>
/// <param name="Messages">The number of messages, including those that consumers have not settled.</param>
/// <param name="Bytes">The size of the messages in bytes.</param>
/// <param name="OldestAge">The time since the oldest waiting message arrived; zero if no message waits.</param>
/// <param name="Consumers">The number of consumers.</param>
internal readonly record struct QueueReading(string Queue, long Messages, long Bytes, TimeSpan OldestAge, long Consumers);
