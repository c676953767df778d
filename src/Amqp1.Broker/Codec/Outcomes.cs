using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>Encoded outcomes (AMQP 1.0 part 3, section 3.4).</summary>
internal static class Outcomes
{
    public static ReadOnlySpan<byte> Accepted => [0x00, FormatCode.SmallULong, 0x24, FormatCode.List0];

    public static ReadOnlySpan<byte> Released => [0x00, FormatCode.SmallULong, 0x26, FormatCode.List0];

    /// <summary>The outcome modified(delivery-failed=true): the consumer was lost and may or may not have processed the message.</summary>
    public static ReadOnlySpan<byte> ModifiedFailed => [0x00, FormatCode.SmallULong, 0x27, FormatCode.List8, 0x02, 0x01, FormatCode.True];

    public static byte[] Rejected(string condition, string description) =>
        new FrameBuilder().StartValue().OpenList(PerformativeCode.Rejected).Error(condition, description).CloseList().Value.ToArray();

    /// <summary>Returns the outcome without error and fields; empty if the code is not an outcome.</summary>
    public static ReadOnlySpan<byte> WithoutDetails(ulong code) => code switch
    {
        PerformativeCode.Accepted => Accepted,
        PerformativeCode.Released => Released,
        PerformativeCode.Rejected => [0x00, FormatCode.SmallULong, 0x25, FormatCode.List0],
        PerformativeCode.Modified => [0x00, FormatCode.SmallULong, 0x27, FormatCode.List0],
        _ => default,
    };

    /// <summary>Returns the descriptor code of an outcome that the router has encoded; 0 if there is none.</summary>
    public static ulong CodeOf(ReadOnlySpan<byte> outcome) => outcome.IsEmpty ? 0ul : outcome[2];
}
