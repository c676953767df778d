using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>The body of a reply: either the response as JSON text, or a failure.</summary>
/// <param name="Response">The response. It refers to the body, or to <paramref name="Text"/>.</param>
/// <param name="Failure">The failure; null if there is none.</param>
/// <param name="Text">The text of the reply if it is not in the body. Code that no longer reads the response returns it.</param>
/// <param name="Part">The place of the message in a stream; null for a reply that is not a stream.</param>
internal readonly record struct Reply(ReadOnlyMemory<byte> Response, RemoteFailure? Failure, JsonText Text = default, ReplyPart? Part = null);
