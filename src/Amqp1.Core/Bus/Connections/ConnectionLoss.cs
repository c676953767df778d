namespace Amqp1.Bus.Connections;

/// <summary>The reason why a connection ended.</summary>
internal sealed record ConnectionLoss(string Reason, string? Condition = null);
