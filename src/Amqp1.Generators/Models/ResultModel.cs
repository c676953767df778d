namespace Amqp1.Generators.Models;

/// <summary>What a method gives back: how it is waited for, and the value, if there is one.</summary>
/// <param name="Kind">How it comes.</param>
/// <param name="Type">The type of the value in C#; null for none.</param>
/// <param name="RefusesNull">Whether the value is of a reference type that is not nullable.</param>
internal sealed record ResultModel(ResultKind Kind, string? Type, bool RefusesNull = false);
