using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>A contract and the endpoint method, declared or inherited, that fulfils it.</summary>
internal sealed record ServedContract(INamedTypeSymbol Endpoint, IMethodSymbol Method, MethodContract Contract)
{
    /// <summary>The types that the method uses, directly or indirectly.</summary>
    public IReadOnlyList<UsedType> Types { get; } = UsedTypes.Of(Method);

    public Location? Place => Method.PlaceIn(Endpoint);

    public string MethodName => $"{Endpoint.DisplayName()}.{Method.Name}";
}
