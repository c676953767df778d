namespace Amqp1.Hosting;

/// <summary>Classes with <c>[RpcEndpoint]</c> or <c>[NotificationEndpoint]</c> that cannot be served; the host does not start.</summary>
public sealed class InvalidEndpointException : InvalidOperationException
{
    /// <summary>Makes one of all that is wrong.</summary>
    /// <param name="errors">One message for each mistake, with the name of class and method.</param>
    public InvalidEndpointException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors))
    {
        Errors = errors;
    }

    /// <summary>All that is wrong, one message for each mistake.</summary>
    public IReadOnlyList<string> Errors { get; }
}
