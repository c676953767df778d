namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>The fields of a reply (docs/spec/rabbit-messages.md#replies).</summary>
/// <param name="Result">The result; empty if there is none.</param>
/// <param name="Failure">The JSON value of the failure; empty if there is none.</param>
/// <param name="IsLast">Whether the sender says that no further reply to the call follows.</param>
/// <param name="Call">The ID of the call; null if there is none.</param>
/// <param name="Part">The place of the message in a stream; null for a reply that is not a stream.</param>
internal readonly record struct ReplyFields(ReadOnlyMemory<byte> Result, ReadOnlyMemory<byte> Failure, bool IsLast, string? Call, ReplyPart? Part)
{
    /// <summary>
    /// Whether the reply only says that the server works on the call. Python's client likewise takes a reply that is not the last one for a
    /// heartbeat only if it has neither a result nor a failure.
    /// </summary>
    public bool IsHeartbeat => !IsLast && IsNull(Result) && IsNull(Failure);

    private static bool IsNull(ReadOnlyMemory<byte> value) => value.IsEmpty || value.Span.SequenceEqual("null"u8);
}
