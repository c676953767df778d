namespace Amqp1.Generators.Models;

/// <summary>A class with <c>[RpcEndpoint]</c>.</summary>
/// <param name="Class">The class.</param>
/// <param name="Target">What it serves.</param>
/// <param name="Access">The number of its <c>RpcAccess</c>.</param>
/// <param name="LegacyNamespaces">Its further namespaces, each a literal in C#.</param>
/// <param name="Methods">Those that callers can reach.</param>
internal sealed record RpcEndpointModel(
    ClassModel Class, TargetModel Target, int Access, EquatableArray<string> LegacyNamespaces, EquatableArray<MethodModel> Methods);
