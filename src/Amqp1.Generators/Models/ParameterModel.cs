namespace Amqp1.Generators.Models;

/// <summary>One parameter of a method.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name in C#.</param>
/// <param name="WireName">The name of the argument; empty when it is none.</param>
/// <param name="Type">Its type in C#.</param>
/// <param name="RefusesNull">Whether it is of a reference type that is not nullable.</param>
/// <param name="Default">What stands in when the argument is left out, in C#; null when it must be there.</param>
/// <param name="IsLeftOutWhenNull">Whether null says the same as leaving the argument out, since that is its default.</param>
internal sealed record ParameterModel(ParameterKind Kind, string Name, string WireName, string Type, bool RefusesNull, string? Default, bool IsLeftOutWhenNull = false);
