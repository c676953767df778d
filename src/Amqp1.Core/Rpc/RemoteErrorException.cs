namespace Amqp1.Rpc;

/// <summary>
/// The exception that is thrown when the method of a remote service raised an exception. A service can also throw it to answer with
/// exactly that class (docs/spec/messages.md#exceptions).
/// </summary>
public sealed class RemoteErrorException : MessagingException, IErrorType
{
    /// <summary>Initializes a new instance of the exception with the module, class, text and traceback of the remote exception.</summary>
    /// <param name="module">The Python module, such as <c>builtins</c>, or the namespace of a .NET type.</param>
    /// <param name="errorClass">The class, such as <c>ValueError</c>.</param>
    /// <param name="remoteMessage">The text of the remote exception.</param>
    /// <param name="traceback">The lines of its traceback, if the service sends them.</param>
    public RemoteErrorException(string? module, string errorClass, string remoteMessage, IReadOnlyList<string>? traceback = null)
        : base($"Remote error: {errorClass} {remoteMessage}")
    {
        Module = module;
        ErrorClass = errorClass;
        RemoteMessage = remoteMessage;
        Traceback = traceback ?? [];
    }

    /// <summary>The module of the remote exception's class; null when the service sent none.</summary>
    public string? Module { get; }

    /// <summary>The simple name of the remote exception's class.</summary>
    public string ErrorClass { get; }

    /// <summary>The text of the remote exception.</summary>
    public string RemoteMessage { get; }

    /// <summary>The lines of the remote traceback; empty when the service does not send it.</summary>
    public IReadOnlyList<string> Traceback { get; }

    /// <summary>The data of the remote exception, a JSON object; empty if there is none.</summary>
    internal ReadOnlyMemory<byte> Members { get; init; }

    /// <inheritdoc />
    string IErrorType.ErrorType => ErrorClass;

    /// <inheritdoc />
    bool IErrorType.AppliesToOuter => true;

    /// <inheritdoc />
    bool IErrorType.IsOfLimitedSet(Exception thrown) => RemoteExceptionRegistry.IsKnown(thrown, this);

    /// <inheritdoc />
    public override string ToString() =>
        Traceback.Count == 0 ? base.ToString() : $"{base.ToString()}{Environment.NewLine}--- remote traceback ---{Environment.NewLine}{string.Concat(Traceback)}";
}
