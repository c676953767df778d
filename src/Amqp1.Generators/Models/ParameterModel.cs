namespace Amqp1.Generators.Models;

/// <summary>One parameter of a method.</summary>
/// <param name="Kind">The kind of the parameter.</param>
/// <param name="Name">The name in C#.</param>
/// <param name="WireName">The name of the argument on the wire; empty if it is not an argument.</param>
/// <param name="Type">The type in C#.</param>
/// <param name="RefusesNull">Whether the type is a non-nullable reference type.</param>
/// <param name="Default">The value if the argument is omitted, in C#; null if the argument is required.</param>
/// <param name="IsLeftOutWhenNull">Whether null has the same meaning as omitting the argument, because null is its default.</param>
internal sealed record ParameterModel(ParameterKind Kind, string Name, string WireName, string Type, bool RefusesNull, string? Default, bool IsLeftOutWhenNull = false);
