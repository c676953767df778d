namespace Amqp1.Core.Tests.Bus.Connections;

/// <summary>A generator that always returns the same number.</summary>
internal sealed class FixedRandom(double number) : Random
{
    public override double NextDouble() => number;
}
