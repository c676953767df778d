namespace Amqp1.Generators.Models;

/// <summary>A class or interface that code is generated for.</summary>
/// <param name="Type">The full name in C#.</param>
/// <param name="DisplayName">The name for messages.</param>
/// <param name="Create">The expression that creates an object of a class from <c>services</c>, in C#; empty for an interface.</param>
/// <param name="Needs">The known services that this expression requires.</param>
internal sealed record ClassModel(string Type, string DisplayName, string Create, EquatableArray<NeedModel> Needs)
{
    /// <summary>
    /// The name for generated types. No other class of the assembly has the same one, although one may differ only in case. No part of a
    /// name begins with a digit, so a dot and an underscore remain distinct.
    /// </summary>
    public string Identifier { get; } = Type.Replace("global::", "").Replace("@", "").Replace("_", "_1").Replace('.', '_');
}
