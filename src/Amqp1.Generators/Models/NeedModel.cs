namespace Amqp1.Generators.Models;

/// <summary>A service without which an object cannot be made.</summary>
/// <param name="Type">Its type in C#, in full.</param>
/// <param name="Key">Its key; null for one without.</param>
internal sealed record NeedModel(string Type, string? Key);
