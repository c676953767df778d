namespace Amqp1.Generators.Contracts;

/// <summary>A type that a method of an endpoint uses, itself or in another type.</summary>
/// <param name="Shape">What it consists of.</param>
/// <param name="IsTaken">Whether callers send it.</param>
/// <param name="IsReturned">Whether callers get it.</param>
internal sealed record UsedType(TypeShape Shape, bool IsTaken, bool IsReturned);
