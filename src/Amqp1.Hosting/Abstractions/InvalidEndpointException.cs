namespace Amqp1.Hosting;

/// <summary>
/// The exception that prevents the start of a host with classes with <c>[RpcEndpoint]</c> or <c>[NotificationEndpoint]</c> that cannot be
/// served.
/// </summary>
public sealed class InvalidEndpointException : InvalidOperationException
{
    /// <summary>Creates the exception with all errors.</summary>
    /// <param name="errors">One message for each error, with the names of the class and the method.</param>
    public InvalidEndpointException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors))
    {
        Errors = errors;
    }

    /// <summary>All errors, one message for each.</summary>
    public IReadOnlyList<string> Errors { get; }
}
