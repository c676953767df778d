namespace Amqp1.Generators.Contracts;

/// <summary>A type that an endpoint method uses directly or inside another type.</summary>
/// <param name="Shape">The members of the type.</param>
/// <param name="IsTaken">Whether callers send it.</param>
/// <param name="IsReturned">Whether callers receive it.</param>
internal sealed record UsedType(TypeShape Shape, bool IsTaken, bool IsReturned);
