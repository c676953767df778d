namespace Amqp1.Rpc;

/// <summary>
/// The exception that is thrown when the arguments of a request do not fit the method: an argument is missing, unknown or of the wrong
/// type. The caller receives Python's <c>TypeError</c>.
/// </summary>
public sealed class RpcArgumentException : MessagingException
{
    /// <summary>Initializes a new instance of the exception with its message and, optionally, its cause.</summary>
    public RpcArgumentException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Returns the exception for a missing argument without a default, in Python's wording.</summary>
    public static RpcArgumentException Missing(string method, string argument) => Missing(method, [argument]);

    /// <summary>Returns the exception for missing arguments without a default, in Python's wording.</summary>
    /// <exception cref="ArgumentException"><paramref name="arguments"/> is empty.</exception>
    public static RpcArgumentException Missing(string method, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count == 0)
        {
            throw new ArgumentException("At least one argument must be missing.", nameof(arguments));
        }

        return new RpcArgumentException(
            $"{method}() missing {arguments.Count} required positional argument{(arguments.Count == 1 ? "" : "s")}: {PythonNames.InARow(arguments)}");
    }

    /// <summary>Returns the exception for an argument that the method does not have, in Python's wording.</summary>
    public static RpcArgumentException Unexpected(string method, string argument) =>
        new($"{method}() got an unexpected keyword argument '{PeerText.Clean(argument)}'");

    /// <summary>Returns the exception for an argument whose value cannot be read as the type of the parameter.</summary>
    public static RpcArgumentException Unreadable(string method, string argument, Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return Unreadable(method, argument, ErrorText.WithoutPosition(reason.Message), reason);
    }

    internal static RpcArgumentException Unreadable(string method, string argument, string reason, Exception? cause) =>
        new($"{method}() argument '{argument}' cannot be read: {reason}", cause);
}
