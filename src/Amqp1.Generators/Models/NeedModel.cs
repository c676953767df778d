namespace Amqp1.Generators.Models;

/// <summary>A service that is required to create an object.</summary>
/// <param name="Type">The full name of its type in C#.</param>
/// <param name="Key">The key; null if it has none.</param>
internal sealed record NeedModel(string Type, string? Key);
