namespace Amqp1.Benchmarks.Measuring;

/// <summary>The operations that are measured.</summary>
internal enum Operation
{
    /// <summary>A request with the payload. The reply contains the payload.</summary>
    Call,

    /// <summary>A message with the payload. It is complete when the receiver has acknowledged it.</summary>
    Notify,
}
