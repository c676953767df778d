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
    public static RpcArgumentException Missing(string method, string argument) => Missing(method, [argument]);

    /// <summary>Arguments without a default were not given, in Python's words.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static RpcArgumentException Missing(string method, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count == 0)
        {
            throw new ArgumentException("No argument is missing.", nameof(arguments));
        }

        return new RpcArgumentException(
            $"{method}() missing {arguments.Count} required positional argument{(arguments.Count == 1 ? "" : "s")}: {PythonNames.InARow(arguments)}");
    }

    /// <summary>An argument was given that the method does not have, in Python's words.</summary>
    public static RpcArgumentException Unexpected(string method, string argument) =>
        new($"{method}() got an unexpected keyword argument '{PeerText.Clean(argument)}'");

    /// <summary>An argument's value cannot be read as what the method wants.</summary>
    public static RpcArgumentException Unreadable(string method, string argument, Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Unreadable(method, argument, ErrorText.WithoutPosition(reason.Message), reason);
    }

    internal static RpcArgumentException Unreadable(string method, string argument, string reason, Exception? cause) =>
        new($"{method}() argument '{argument}' cannot be read: {reason}", cause);
}
