namespace Amqp1.Bus;

/// <summary>Why a connection is gone.</summary>
internal sealed record ConnectionLoss(string Reason, string? Condition = null);
