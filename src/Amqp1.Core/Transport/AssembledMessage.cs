using Amqp;

namespace Amqp1.Transport;

/// <summary>A multi-frame message.</summary>
/// <param name="Message">The decoded message, which refers to the array.</param>
/// <param name="Array">The rented array of the message.</param>
internal readonly record struct AssembledMessage(Message Message, byte[] Array);
