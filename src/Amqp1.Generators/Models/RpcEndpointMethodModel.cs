namespace Amqp1.Generators.Models;

/// <summary>A method of an RPC endpoint.</summary>
/// <param name="Method">The method.</param>
/// <param name="ExpectedExceptions">The exceptions in its contract, in C#.</param>
/// <param name="Documentation">The documentation.</param>
internal sealed record RpcEndpointMethodModel(MethodModel Method, EquatableArray<string> ExpectedExceptions, DocumentationModel Documentation);
