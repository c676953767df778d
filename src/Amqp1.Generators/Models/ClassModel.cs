namespace Amqp1.Generators.Models;

/// <summary>A class or interface that code is generated for.</summary>
/// <param name="Type">Its name in C#, in full.</param>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Create">How an object of a class is made from <c>services</c>, in C#; empty for an interface.</param>
/// <param name="Needs">The services without which that fails, as far as they are known.</param>
internal sealed record ClassModel(string Type, string DisplayName, string Create, EquatableArray<NeedModel> Needs)
{
    /// <summary>
    /// A name for generated types that no other class of the assembly gets, though maybe one that differs in case: no part of a name
    /// begins with a digit, so a dot and an underscore stay apart.
    /// </summary>
    public string Identifier { get; } = Type.Replace("global::", "").Replace("@", "").Replace("_", "_1").Replace('.', '_');
}
