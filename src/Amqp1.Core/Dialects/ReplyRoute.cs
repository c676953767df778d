
namespace Amqp1.Dialects;

/// <summary>The address at which the caller of a request waits for its reply.</summary>
/// <param name="Address">The reply address, as the caller sent it.</param>
/// <param name="CorrelationId">
/// The ID of the call, which the reply repeats: a string, or from other senders of the amqp1 format a number, UUID or binary. Null if the
/// caller sent none.
/// </param>
internal sealed record ReplyRoute(string Address, object? CorrelationId);
