using Amqp1.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>A contract and the method of an endpoint, its own or inherited, that fulfils it.</summary>
internal sealed record ServedContract(INamedTypeSymbol Endpoint, IMethodSymbol Method, MethodContract Contract)
{
    /// <summary>What its types consist of, theirs included.</summary>
    public IReadOnlyList<UsedType> Types { get; } = UsedTypes.Of(Method);

    public Location? Place => Method.PlaceIn(Endpoint);

    public string MethodName => $"{Endpoint.DisplayName()}.{Method.Name}";
}
