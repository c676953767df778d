namespace Amqp1.Generators.Models;

/// <summary>The target in an attribute.</summary>
internal sealed record TargetModel(string Topic, string? Version, string? Namespace, string? Exchange, string? Server, bool Fanout = false);
