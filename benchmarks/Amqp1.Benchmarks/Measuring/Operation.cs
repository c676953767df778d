namespace Amqp1.Benchmarks.Measuring;

/// <summary>What is measured.</summary>
internal enum Operation
{
    /// <summary>A request with the payload, answered with the payload.</summary>
    Call,

    /// <summary>A message with the payload, done when the receiver has acknowledged it.</summary>
    Notify,
}
