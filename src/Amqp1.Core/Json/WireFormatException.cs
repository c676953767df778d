namespace Amqp1.Json;

/// <summary>
/// The exception that is thrown when the body of a message does not conform to the protocol. Its text is cleaned, because it may quote the
/// message.
/// </summary>
internal sealed class WireFormatException(string message, Exception? innerException = null) : Exception(PeerText.Clean(message), innerException), IErrorType
{
    /// <summary>The AMQP error condition for such a message.</summary>
    public const string Condition = "amqp:decode-error";

    /// <summary>
    /// Whether the body is JSON but one of its values is missing or has the wrong type, which is a <c>TypeError</c> in Python.
    /// </summary>
    public bool IsWrongType { get; init; }

    /// <inheritdoc />
    string IErrorType.ErrorType => Condition;

    /// <summary>Returns the exception for a value whose type does not conform to the protocol.</summary>
    public static WireFormatException WrongType(string message) => new(message) { IsWrongType = true };
}
