namespace Amqp1.Broker.Codec;

/// <summary>Encoded outcomes (AMQP 1.0 part 3, section 3.4).</summary>
internal static class Outcomes
{
    public static ReadOnlySpan<byte> Accepted => [0x00, 0x53, 0x24, 0x45];

    public static ReadOnlySpan<byte> Released => [0x00, 0x53, 0x26, 0x45];

    /// <summary>The outcome modified(delivery-failed=true): the consumer was lost and may or may not have processed the message.</summary>
    public static ReadOnlySpan<byte> ModifiedFailed => [0x00, 0x53, 0x27, 0xc0, 0x02, 0x01, 0x41];

    public static byte[] Rejected(string condition, string description) =>
        new FrameBuilder().StartValue().OpenList(PerformativeCode.Rejected).Error(condition, description).CloseList().Value.ToArray();

    /// <summary>Returns the outcome without error and fields; empty if the code is not an outcome.</summary>
    public static ReadOnlySpan<byte> WithoutDetails(ulong code) => code switch
    {
        PerformativeCode.Accepted => Accepted,
        PerformativeCode.Released => Released,
        PerformativeCode.Rejected => [0x00, 0x53, 0x25, 0x45],
        PerformativeCode.Modified => [0x00, 0x53, 0x27, 0x45],
        _ => default,
    };

    /// <summary>Returns the descriptor code of an outcome that the router has encoded; 0 if there is none.</summary>
    public static ulong CodeOf(ReadOnlySpan<byte> outcome) => outcome.IsEmpty ? 0ul : outcome[2];
}
