using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>A type that goes over the wire.</summary>
/// <param name="Type">The type.</param>
/// <param name="Place">Where it is needed.</param>
/// <param name="Use">What it is there, for people.</param>
internal sealed record NeededType(ITypeSymbol Type, Location? Place, string Use);
