namespace Amqp1.Broker.Codec;

/// <summary>Error conditions (AMQP 1.0 part 2, section 2.8).</summary>
internal static class ErrorCondition
{
    public const string InternalError = "amqp:internal-error";
    public const string UnauthorizedAccess = "amqp:unauthorized-access";
    public const string NotFound = "amqp:not-found";
    public const string DecodeError = "amqp:decode-error";
    public const string ResourceDeleted = "amqp:resource-deleted";
    public const string ResourceLimitExceeded = "amqp:resource-limit-exceeded";
    public const string NotAllowed = "amqp:not-allowed";
    public const string InvalidField = "amqp:invalid-field";
    public const string NotImplemented = "amqp:not-implemented";
    public const string IllegalState = "amqp:illegal-state";
    public const string FrameSizeTooSmall = "amqp:frame-size-too-small";
    public const string ConnectionForced = "amqp:connection:forced";
    public const string FramingError = "amqp:connection:framing-error";
    public const string WindowViolation = "amqp:session:window-violation";
    public const string HandleInUse = "amqp:session:handle-in-use";
    public const string UnattachedHandle = "amqp:session:unattached-handle";
    public const string TransferLimitExceeded = "amqp:link:transfer-limit-exceeded";
    public const string Stolen = "amqp:link:stolen";
    public const string MessageSizeExceeded = "amqp:link:message-size-exceeded";
}
