namespace Amqp1.Generators.Models;

/// <summary>A class with <c>[RpcEndpoint]</c>.</summary>
/// <param name="Class">The class.</param>
/// <param name="Target">The target that it serves.</param>
/// <param name="LegacyNamespaces">Further namespaces, in C#.</param>
/// <param name="Access">The access to methods, in C#; null for the default.</param>
/// <param name="Methods">The served methods.</param>
/// <param name="Summary">The documentation of the class; empty if there is none.</param>
internal sealed record RpcEndpointModel(
    ClassModel Class, TargetModel Target, EquatableArray<string> LegacyNamespaces, string? Access, EquatableArray<RpcEndpointMethodModel> Methods, string Summary);
