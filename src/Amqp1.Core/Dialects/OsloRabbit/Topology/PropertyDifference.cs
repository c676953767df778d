namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>A property of an exchange or queue that differs from its declaration.</summary>
/// <param name="Property">The name of the property or argument, as RabbitMQ spells it.</param>
/// <param name="Declared">The value of the declaration, as text.</param>
/// <param name="Actual">The value on the broker, as clean text.</param>
/// <param name="IsUsable">Whether the exchange or queue can be used nevertheless (docs/spec/rabbit-topology.md#adopt-or-refuse).</param>
/// <param name="Option">The option that describes the property; null if there is none.</param>
internal sealed record PropertyDifference(string Property, string Declared, string Actual, bool IsUsable, RabbitOption? Option)
{
    /// <inheritdoc />
    public override string ToString() => $"{Property} is {Actual} instead of {Declared}";
}
