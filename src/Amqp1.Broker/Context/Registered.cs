namespace Amqp1.Broker.Context;

/// <summary>An entity and its number in a <see cref="Registry{T}"/>. Numbers are not used again.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="Entity">The entity.</param>
internal sealed record Registered<T>(long Number, T Entity);
