namespace Amqp1.Generators.Models;

/// <summary>A method of an endpoint or a client.</summary>
/// <param name="Owner">The type that declares it, in C#.</param>
/// <param name="Name">The name in C#.</param>
/// <param name="WireName">The name on the wire.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Result">The result.</param>
internal sealed record MethodModel(string Owner, string Name, string WireName, EquatableArray<ParameterModel> Parameters, ResultModel Result);
