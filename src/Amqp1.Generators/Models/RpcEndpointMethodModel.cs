namespace Amqp1.Generators.Models;

/// <summary>A method of an RPC endpoint.</summary>
/// <param name="Method">The method.</param>
/// <param name="ExpectedExceptions">The exceptions in its contract, in C#.</param>
internal sealed record RpcEndpointMethodModel(MethodModel Method, EquatableArray<string> ExpectedExceptions);
