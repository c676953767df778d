namespace Amqp1.Dialects;

/// <summary>A received reply, as far as it is read on the pump.</summary>
/// <param name="Call">The call that it answers; null if it names none.</param>
/// <param name="CorrelationId">The correlation ID of the message, for log records; null if the message itself has to be asked for it.</param>
/// <param name="Body">The body to read with <see cref="IMessageFormat.ReadResult"/>; null if the message is a heartbeat.</param>
/// <param name="Fault">The reason why a reply that names a call cannot be read otherwise; null if it can.</param>
internal readonly record struct IncomingReply(
    CallId? Call, object? CorrelationId, ReadOnlyMemory<byte>? Body, Json.WireFormatException? Fault = null);
