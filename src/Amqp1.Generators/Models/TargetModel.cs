namespace Amqp1.Generators.Models;

/// <summary>What an attribute says of the target.</summary>
internal sealed record TargetModel(string Topic, string? Version, string? Namespace, string? Exchange, string? Server, bool Fanout = false);
