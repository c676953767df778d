namespace Amqp1.Wire;

/// <summary>A message whose body is not what the protocol says it is.</summary>
internal sealed class WireFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
