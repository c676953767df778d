using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>A contract and the method that fulfils it.</summary>
internal sealed record ServedContract(IMethodSymbol Method, MethodContract Contract)
{
    public INamedTypeSymbol Endpoint => Method.ContainingType;
}
