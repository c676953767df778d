using Amqp;

namespace Amqp1.Bus.Replies;

/// <summary>A message of a stream that waits for its reader.</summary>
/// <param name="Body">The body, which the reader disposes.</param>
/// <param name="Delivery">The delivery, which the reader settles (<see cref="StreamInbox.Accept"/>).</param>
internal readonly record struct StreamMessage(ReplyBody Body, MessageDelivery Delivery);
