namespace Amqp1.Rpc;

/// <summary>
/// A request's arguments do not fit the method: one is missing, unknown or of the wrong type. The caller gets Python's
/// <c>TypeError</c>.
/// </summary>
public sealed class RpcArgumentException : MessagingException
{
    /// <summary>Makes one with its message.</summary>
    public RpcArgumentException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>An argument without a default was not given, in Python's words.</summary>
    public static RpcArgumentException Missing(string method, string argument) =>
        new($"{method}() missing 1 required positional argument: '{argument}'");

    /// <summary>An argument was given that the method does not have, in Python's words.</summary>
    public static RpcArgumentException Unexpected(string method, string argument) =>
        new($"{method}() got an unexpected keyword argument '{argument}'");

    /// <summary>An argument's value cannot be read as what the method wants.</summary>
    public static RpcArgumentException Unreadable(string method, string argument, Exception reason) =>
        new($"{method}() argument '{argument}' cannot be read: {reason.Message}", reason);
}
