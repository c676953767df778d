namespace Amqp1.Wire;

/// <summary>A message whose body is not what the protocol says it is. Its text is cleaned, since it may quote the message.</summary>
internal sealed class WireFormatException(string message, Exception? innerException = null) : Exception(PeerText.Clean(message), innerException)
{
    /// <summary>The error condition of AMQP for such a message.</summary>
    public const string Condition = "amqp:decode-error";

    /// <summary>Whether the body is JSON and one of its values is missing or has the wrong type. Python calls that a <c>TypeError</c>.</summary>
    public bool IsWrongType { get; init; }

    /// <summary>A value has another type than the protocol says.</summary>
    public static WireFormatException WrongType(string message) => new(message) { IsWrongType = true };
}
