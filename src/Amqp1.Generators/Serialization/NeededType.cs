using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>A type that goes over the wire.</summary>
/// <param name="Type">The type.</param>
/// <param name="Place">Where it is needed.</param>
/// <param name="Use">What it is there, for people.</param>
/// <param name="IsRead">Whether the project makes values of it from JSON, or only writes them.</param>
internal sealed record NeededType(ITypeSymbol Type, Location? Place, string Use, bool IsRead);
