namespace Amqp1.Dialects;

/// <summary>The content of a reply that reports an exception.</summary>
internal sealed class FailureContent(RemoteFailure failure) : MessageContent
{
    public RemoteFailure Failure { get; } = failure;

    /// <summary>The place of the message in a stream; null for the reply to an ordinary call.</summary>
    public ReplyPart? Part { get; init; }
}
