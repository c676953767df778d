namespace Amqp1.Generators.Models;

/// <summary>The result of a method: its kind, and the type of its value, if there is one.</summary>
/// <param name="Kind">The kind of the result.</param>
/// <param name="Type">The type of the value in C#; null if there is none.</param>
/// <param name="RefusesNull">Whether the type of the value is a non-nullable reference type.</param>
internal sealed record ResultModel(ResultKind Kind, string? Type, bool RefusesNull = false);
