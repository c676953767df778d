namespace Amqp1.Dialects;

/// <summary>The body of a reply: either the response as JSON text, or a failure.</summary>
internal readonly record struct Reply(ReadOnlyMemory<byte> Response, RemoteFailure? Failure);
