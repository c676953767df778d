using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>A type that is sent over the wire.</summary>
/// <param name="Type">The type.</param>
/// <param name="Place">The location where it is needed.</param>
/// <param name="Use">The use of the type, for messages.</param>
/// <param name="IsRead">Whether the project reads values of it from JSON, or only writes them.</param>
internal sealed record NeededType(ITypeSymbol Type, Location? Place, string Use, bool IsRead);
