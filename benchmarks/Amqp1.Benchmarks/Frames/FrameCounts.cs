namespace Amqp1.Benchmarks.Frames;

/// <summary>The frames and bytes that passed in one direction.</summary>
/// <param name="Bytes">The bytes, including those of other frames.</param>
/// <param name="Transfers">The transfer frames.</param>
/// <param name="Dispositions">The disposition frames.</param>
/// <param name="Flows">The flow frames.</param>
internal readonly record struct FrameCounts(long Bytes, long Transfers, long Dispositions, long Flows)
{
    public static FrameCounts operator -(FrameCounts left, FrameCounts right) => new(
        left.Bytes - right.Bytes, left.Transfers - right.Transfers, left.Dispositions - right.Dispositions, left.Flows - right.Flows);
}
