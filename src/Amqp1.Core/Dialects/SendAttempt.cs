
namespace Amqp1.Dialects;

/// <summary>The values of one attempt to send a message.</summary>
/// <param name="Address">The address of the destination on this connection (<see cref="ITopology.SenderAddressOf"/>).</param>
/// <param name="TimeToLive">The remaining time of the message; null if it does not expire.</param>
/// <param name="Call">The ID of the attempt, if it is a call.</param>
/// <param name="ReplyTo">The address of this process for replies, if the message is a call (<see cref="ReplyNode.ReplyTo"/>).</param>
internal readonly record struct SendAttempt(string Address, TimeSpan? TimeToLive = null, CallId? Call = null, string? ReplyTo = null);
